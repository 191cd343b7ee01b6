//! Keys that stay in a token, with SoftHSM2 as the token.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tests::papers;
use crate::tests::world::World;
use crate::{Certificate, Outcome, TokenModule, TokenPlace, sign};

fn module() -> PathBuf {
    let folders = [
        "/usr/lib/softhsm",
        "/usr/lib/x86_64-linux-gnu/softhsm",
        "/usr/lib/aarch64-linux-gnu/softhsm",
        "/usr/lib64/softhsm",
        "/usr/local/lib/softhsm",
    ];
    let found = folders.iter().map(|folder| Path::new(folder).join("libsofthsm2.so")).find(|path| path.exists());
    found.expect("SoftHSM2 is missing: run `make setup`")
}

fn run(world: &World, program: &str, arguments: &[&str]) {
    let settings = world.path("softhsm2.conf");
    let output = Command::new(program).args(arguments).env("SOFTHSM2_CONF", settings).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A token with two keys and their certificates.
fn fill(world: &World) {
    let tokens = world.path("tokens");
    std::fs::create_dir(&tokens).unwrap();
    let settings = format!("directories.tokendir = {}\nobjectstore.backend = file\n", tokens.display());
    world.write("softhsm2.conf", settings.as_bytes());
    let label = ["--label", "Con dau", "--so-pin", "1234", "--pin", "5678"];
    run(world, "softhsm2-util", &[&["--init-token", "--free"], label.as_slice()].concat());
    let library = module().display().to_string();
    for (id, kind) in [("01", "rsa"), ("02", "ec")] {
        world.person(kind, kind, "person", "");
        world.openssl(&format!("pkcs8 -topk8 -nocrypt -in {kind}.key -out {kind}.p8"));
        world.openssl(&format!("x509 -in {kind}.pem -outform DER -out {kind}.der"));
        let path = |ending: &str| world.path(&format!("{kind}.{ending}")).display().to_string();
        let place = ["--label", kind, "--id", id, "--pin", "5678"];
        let (key, certificate) = (path("p8"), path("der"));
        let import = ["--import", &key, "--token", "Con dau"];
        run(world, "softhsm2-util", &[import.as_slice(), &place].concat());
        let write = ["--module", &library, "--token-label", "Con dau", "--login", "--type", "cert"];
        let write = [write.as_slice(), &["--write-object", &certificate], &place].concat();
        run(world, "pkcs11-tool", &write);
    }
}

/// A module is loaded once in a process, so this is one test, run again in a process that knows
/// where the tokens lie.
#[test]
fn keys_sign_without_leaving_their_token() {
    const INSIDE: &str = "MOTCUA_TEST_TOKENS";
    if let Some(folder) = std::env::var_os(INSIDE) {
        return sign_inside(Path::new(&folder));
    }
    let world = World::new();
    fill(&world);
    let again = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::tokens::keys_sign_without_leaving_their_token"])
        .env(INSIDE, world.path(""))
        .env("SOFTHSM2_CONF", world.path("softhsm2.conf"))
        .output()
        .unwrap();
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stdout));
    for kind in ["rsa", "ec"] {
        let signed = world.read(&format!("{kind}.pdf"));
        assert_eq!(world.verify(&signed, &world.trust()).outcome(), Some(Outcome::Valid));
        let (accepts, words) = world.pyhanko(&signed);
        assert!(accepts, "{words}");
    }
}

fn sign_inside(folder: &Path) {
    let authority = Certificate::from_file(&std::fs::read(folder.join("ca.pem")).unwrap()).unwrap();
    let module = TokenModule::load(&module()).unwrap();
    let place = |key, pin| TokenPlace { token: "Con dau", key, pin };
    assert!(module.key(place("rsa", "0000"), &[]).unwrap_err().to_string().contains("PIN"));
    assert!(module.key(place("no", "5678"), &[]).unwrap_err().to_string().contains("no key"));
    for kind in ["rsa", "ec"] {
        let key = module.key(place(kind, "5678"), &authority).unwrap();
        let made = std::fs::metadata(folder.join("ca.pem")).unwrap().modified().unwrap();
        let signed_at = jiff::Timestamp::try_from(made).unwrap();
        let request = crate::Request { signed_at, reason: None, location: None, visible: None };
        let signed = sign(&papers::with_table(), &request, &key, None).unwrap();
        std::fs::write(folder.join(format!("{kind}.pdf")), signed).unwrap();
    }
}
