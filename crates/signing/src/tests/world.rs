//! A small world of authorities, made by `openssl`, and the tools that judge our files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::{
    Limits, Network, NetworkError, Report, Request, SoftwareKey, TimeStampAuthority, Trust, Verifier, Visible, sign,
};

pub(crate) const PASSWORD: &str = "mật khẩu";

const SETTINGS: &str = "
[ca]
default_ca = here
[here]
dir = .
database = index.txt
new_certs_dir = .
serial = serial
unique_subject = no
default_md = sha256
policy = any
copy_extensions = none
default_days = 365
default_crl_days = 7
crlnumber = crlnumber
crl_extensions = list
[list]
authorityKeyIdentifier = keyid
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
title = optional
commonName = supplied
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[person]
keyUsage = critical,digitalSignature,nonRepudiation
authorityInfoAccess = OCSP;URI:http://ocsp.test/
crlDistributionPoints = URI:http://crl.test/ca.crl
[encryption]
keyUsage = critical,keyEncipherment
[stamper]
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[responder]
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
[tsa]
default_tsa = clock
[clock]
serial = stamps
crypto_device = builtin
signer_cert = stamper.pem
certs = ca.pem
signer_key = stamper.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha384,sha512
ess_cert_id_alg = sha256
";

pub(crate) struct World {
    folder: TempDir,
}

impl World {
    /// A root, an authority below it, and nobody else yet.
    pub(crate) fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.write("settings", SETTINGS.replace("noCheck = ignored\n", "").as_bytes());
        for (file, text) in [("index.txt", ""), ("serial", "1000\n"), ("stamps", "01\n"), ("crlnumber", "01\n")] {
            world.write(file, text.as_bytes());
        }
        for (name, subject) in [("root", "/C=VN/O=Gốc/CN=Gốc thử"), ("stranger", "/C=VN/CN=Người lạ")] {
            world.key(name, "ec");
            world.openssl(&format!(
                "req -x509 -new -utf8 -key {name}.key -subj|{subject}| -days 900 -config settings -extensions root -out {name}.pem"
            ));
        }
        world.key("ca", "ec");
        world.request("ca", "/C=VN/O=Thử/CN=CA thử");
        world.openssl("ca -config settings -batch -notext -utf8 -cert root.pem -keyfile root.key -extensions root -in ca.csr -out ca.pem");
        world
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(file);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.path(file)).unwrap()
    }

    /// The moment, by way of a new file: judges with a clock of their own look at the same one.
    pub(crate) fn now(&self) -> Timestamp {
        let made = fs::metadata(self.write("now", b"")).unwrap().modified().unwrap();
        Timestamp::try_from(made).unwrap() + SignedDuration::from_secs(2)
    }

    /// Runs openssl in the folder. Words are parted at spaces, except between bars.
    pub(crate) fn openssl(&self, words: &str) -> Output {
        let mut list: Vec<String> = Vec::new();
        for (index, part) in words.split('|').enumerate() {
            if index % 2 == 1 {
                list.push(part.to_owned());
            } else {
                list.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        let output = Command::new("openssl").args(&list).current_dir(self.folder.path()).output().unwrap();
        assert!(output.status.success(), "openssl {words}\n{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    fn key(&self, name: &str, kind: &str) {
        let options = match kind {
            "rsa" => "-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
            "weak" => "-algorithm RSA -pkeyopt rsa_keygen_bits:1024",
            _ => "-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve",
        };
        self.openssl(&format!("genpkey {options} -out {name}.key"));
    }

    fn request(&self, name: &str, subject: &str) {
        self.openssl(&format!("req -new -utf8 -config settings -key {name}.key -subj|{subject}| -out {name}.csr"));
    }

    /// A certificate of the authority. `days` may lie in the past.
    pub(crate) fn person(&self, name: &str, kind: &str, extensions: &str, validity: &str) {
        self.key(name, kind);
        self.request(name, &format!("/C=VN/O=UBND phường Thử/title=Giám đốc/CN=Nguyễn Thị {name}"));
        self.openssl(&format!(
            "ca -config settings -batch -notext -utf8 -cert ca.pem -keyfile ca.key -extensions {extensions} {validity} -in {name}.csr -out {name}.pem"
        ));
    }

    /// A person with an ordinary certificate, and the key in a PKCS#12 file with its chain.
    pub(crate) fn signer(&self, name: &str, kind: &str) -> SoftwareKey {
        self.person(name, kind, "person", "");
        self.key_of(name)
    }

    pub(crate) fn key_of(&self, name: &str) -> SoftwareKey {
        let file = self.key_file(name, "");
        SoftwareKey::from_pkcs12(&file, PASSWORD).unwrap()
    }

    pub(crate) fn key_file(&self, name: &str, options: &str) -> Vec<u8> {
        self.openssl(&format!(
            "pkcs12 -export {options} -inkey {name}.key -in {name}.pem -certfile ca.pem -passout|pass:{PASSWORD}| -out {name}.p12"
        ));
        self.read(&format!("{name}.p12"))
    }

    pub(crate) fn revoke(&self, name: &str) {
        self.openssl(&format!(
            "ca -config settings -cert ca.pem -keyfile ca.key -revoke {name}.pem -crl_reason keyCompromise"
        ));
    }

    fn crl(&self, authority: &str, validity: &str) -> Vec<u8> {
        self.openssl(&format!(
            "ca -config settings -cert {authority}.pem -keyfile {authority}.key -gencrl {validity} -out {authority}.crl"
        ));
        self.read(&format!("{authority}.crl"))
    }

    /// The root alone.
    pub(crate) fn root(&self) -> Trust {
        let mut trust = Trust::default();
        trust.add(&self.read("root.pem")).unwrap();
        trust
    }

    /// The root with fresh lists of revoked certificates.
    pub(crate) fn trust(&self) -> Trust {
        self.trust_with_lists("")
    }

    pub(crate) fn trust_with_lists(&self, validity: &str) -> Trust {
        let mut trust = self.root();
        trust.add(&self.crl("root", "")).unwrap();
        trust.add(&self.crl("ca", validity)).unwrap();
        trust
    }

    pub(crate) fn verify(&self, document: &[u8], trust: &Trust) -> Report {
        let verifier = Verifier { trust, now: self.now(), limits: Limits::default(), network: None };
        verifier.verify(document).unwrap()
    }

    pub(crate) fn sign(&self, document: &[u8], key: &SoftwareKey) -> Vec<u8> {
        sign(document, &self.request_for(None), key, None).unwrap()
    }

    pub(crate) fn sign_stamped(&self, document: &[u8], key: &SoftwareKey) -> Vec<u8> {
        if !self.path("stamper.pem").exists() {
            self.person("stamper", "rsa", "stamper", "");
        }
        let network = Office { world: self };
        let authority = TimeStampAuthority { network: &network, address: "http://tsa.test/", nonce: 0xfeed_beef_0042 };
        sign(document, &self.request_for(None), key, Some(authority)).unwrap()
    }

    pub(crate) fn request_for<'a>(&self, visible: Option<Visible<'a>>) -> Request<'a> {
        let now = self.now() - SignedDuration::from_secs(5);
        Request { signed_at: now, reason: Some("Phê duyệt"), location: Some("Hạ Long"), visible }
    }

    /// What `pdfsig` says about each signature.
    pub(crate) fn pdfsig(&self, document: &[u8]) -> String {
        let file = self.write("judged.pdf", document);
        let output = Command::new("pdfsig").arg("-nocert").arg(file).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Whether pyHanko accepts every signature, and its words.
    pub(crate) fn pyhanko(&self, document: &[u8]) -> (bool, String) {
        let file = self.write("judged.pdf", document);
        let lists = ["root", "ca"].map(|name| self.path(&format!("{name}.crl")));
        let output = Command::new(tool("python3"))
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/judge.py"))
            .arg(file)
            .arg(self.path("root.pem"))
            .args(lists.iter().filter(|list| list.exists()))
            .output()
            .unwrap_or_else(|error| panic!("pyHanko is missing ({error}): run `make setup`"));
        let words = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.success(), words)
    }
}

/// A program of the folder that `scripts/setup.sh test` fills.
fn tool(name: &str) -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| std::env::home_dir().map(|home| home.join(".cache"))).unwrap();
    cache.join("motcua-python/bin").join(name)
}

/// Answers for the authority: time-stamps, OCSP and lists.
pub(crate) struct Office<'a> {
    pub(crate) world: &'a World,
}

impl Network for Office<'_> {
    fn get(&self, address: &str) -> Result<Vec<u8>, NetworkError> {
        assert_eq!(address, "http://crl.test/ca.crl");
        Ok(self.world.crl("ca", ""))
    }

    fn post(&self, address: &str, kind: &str, body: &[u8]) -> Result<Vec<u8>, NetworkError> {
        let world = self.world;
        world.write("question", body);
        match (address, kind) {
            ("http://tsa.test/", "application/timestamp-query") => {
                world.openssl("ts -reply -config settings -queryfile question -chain ca.pem -out answer");
            }
            ("http://ocsp.test/", "application/ocsp-request") => {
                if !world.path("responder.pem").exists() {
                    world.person("responder", "rsa", "responder", "");
                }
                world.openssl("ocsp -index index.txt -CA ca.pem -rsigner responder.pem -rkey responder.key -reqin question -respout answer -ndays 1");
            }
            other => {
                return Err(NetworkError { address: address.to_owned(), reason: format!("unknown: {other:?}") });
            }
        }
        Ok(world.read("answer"))
    }
}
