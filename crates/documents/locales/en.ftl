# Uploaded files and papers given out.

documents-file-too-large = The file “{ $name }” has { $size }, the limit is { $limit }. Photograph page by page or compress it, then upload again.
documents-file-empty = The file “{ $name }” is empty. Check it, then upload again.
documents-file-kind = The file “{ $name }” is no PDF, JPG or PNG. Save it as PDF or photograph it, then upload again.
documents-file-cut-off = The end of the file “{ $name }” is missing. Open it on your device, save it again, then upload it.
documents-file-not-stored = The file could not be stored. It is still on your device; try again in a few minutes.

documents-slip-due-later = The date is told when the limit begins to run
documents-slip-fee = Fee
documents-slip-sign = Signature and full name
documents-slip-filed-online = Filed online, no signature needed
documents-slip-not-given = A procedure settled on the same day gives no receipt slip, unless you ask for one at the counter.
documents-slip-code-wrong = The look-up code does not belong to this dossier. It has 4 characters and stands beside the dossier code on the receipt slip.

documents-form-phieu-yeu-cau-bo-sung = Request for a supplement
documents-form-phieu-tu-choi = Refusal of intake
documents-form-van-ban-xin-loi = Letter of apology
documents-form-thong-bao-dung = Notice of a stop
documents-form-phieu-kiem-soat = Control sheet
documents-form-so-theo-doi = Register book

documents-letter-contact = { $office }, telephone { $phone }
documents-letter-until = A dossier that is not supplemented within 15 working days is closed; once it is complete the time limit starts again (Decree 118/2025, Article 19).
documents-letter-other = Something else
documents-letter-no-reason = None given
documents-letter-stop-person = request of the person who filed
documents-letter-stop-agency = decision of the agency in charge
documents-letter-stop-unsupplemented = the time for a supplement ended without one
documents-letter-stop-basis-person = Decree 118/2025, Article 21
documents-letter-stop-basis-unsupplemented = Decree 118/2025, Article 19
documents-letter-papers = originals are given back at { $office }
documents-letter-fees = what was paid is treated by the law on fees

documents-sheet-before = Early
documents-sheet-on-time = On time
documents-sheet-late = Late
documents-sheet-done = Done
documents-sheet-at-work = In progress

documents-books = Register book
documents-books-lead = Made from the log of dossiers for any period.
documents-books-which = Which book
documents-books-office = Receiving office
documents-books-from = From
documents-books-until = Until
documents-books-pdf = Download for printing (PDF)
documents-books-csv = Download as a table (CSV)
documents-books-logged = The book holds names, addresses and telephone numbers. Every download is noted in the audit log.
documents-books-period = From { $from } to { $until }
documents-books-no-office = Choose a receiving office from the list
documents-books-no-date = Enter a date as day/month/year, such as 01/11/2026
documents-books-no-book = Choose a book
documents-books-wrong-period = The last day must come after the first, a year apart at most
documents-books-too-long = A printed file holds 1,000 rows. Choose a shorter period or download the CSV table.

documents-column-no = No.
documents-column-code = Dossier code
documents-column-procedure = Procedure
documents-column-sets = Sets
documents-column-person = Person or organisation
documents-column-contact = Address, telephone
documents-column-agency = Agency in charge
documents-column-received = Received
documents-column-due = Due
documents-column-returned = Returned
documents-column-channel = How the result is received
documents-column-receiver = Received by
documents-column-note = Note
documents-column-from = From agency
documents-column-to = To agency
documents-column-at = Time of hand-over
documents-column-giver = Given by
documents-column-taker = Taken by
documents-column-result = Result

documents-leaflet-valid-from = In force from { $date }
documents-leaflet-either = at the office, by post, or online ({ $online })
documents-leaflet-counter = at the office or by post
documents-leaflet-copies = { $n } copies

documents-seals = Register of seals
documents-seals-told = { $all } seals are registered, { $second } of them second seals of { $owners } agencies.
documents-seal-code = Code
documents-seal-code-hint = Short and unique, such as H49.03-2
documents-seal-name = Name
documents-seal-kind = Kind
documents-seal-kind-first = First seal
documents-seal-kind-second = Second seal
documents-seal-kind-digital = Digital seal
documents-seal-owner = Owner agency
documents-seal-keeper = Kept by
documents-seal-keeper-login = Sign-in name of the keeper
documents-seal-keeper-hint = Such as vanthu.halong
documents-seal-since = Kept since
documents-seal-minutes = Number of the hand-over minutes
documents-seal-new = Register a seal
documents-seal-add = Add the seal
documents-seal-hand-over = Hand the seal over
documents-seal-hand-overs = Hand-overs
documents-seal-day = Day
documents-seal-giver = Given by
documents-seal-recorder = Recorded by
documents-seal-impressions = Impressions
documents-seal-unused = Not used yet.
documents-seal-at = At
documents-seal-copies = Copies
documents-seal-by = Sealed by
documents-seal-report = Impressions by agency and month
documents-seal-report-lead = Copies sealed in each month, by the agency that owns the seal.
documents-seal-year = Year
documents-seal-show = Show
documents-seal-sum = Whole year
documents-seal-none-in-year = Nothing was sealed in this year.
documents-seal-no-kind = Choose a kind
documents-seal-no-owner = Choose the owner agency
documents-seal-no-keeper = No officer in office has this sign-in name. Look it up under Officers' accounts.
documents-seal-in-future = A hand-over cannot lie in the future
documents-seal-too-long = Enter 200 characters at most
documents-seal-code-taken = This code is in the register. Enter another.
documents-seal-same-keeper = This officer keeps the seal. Reload the page and choose somebody else.
documents-seal-older = This day is before the last hand-over. Check the minutes.

documents-verify-all-valid = The document is unchanged and every signature is valid
documents-verify-some-unsettled = The document is unchanged, but the signer could not be confirmed
documents-verify-some-invalid = Do not use this document: a signature is not valid
documents-verify-none = The document has no digital signature
documents-verify-valid = Valid
documents-verify-unsettled = Not confirmed
documents-verify-invalid = Not valid
documents-verify-at-proven = Signed at { $at }, time-stamped by { $authority }.
documents-verify-at-claimed = Signed at { $at } by the signer's own clock.
documents-verify-at-unknown = The time of signing is not stated.
documents-verify-whole = What was signed is unchanged.
documents-verify-changed = The signed part is unchanged, but the file was altered after signing.
documents-verify-broken = The content differs from what was signed, or the signature is damaged.
documents-verify-trusted = Certificate issued by { $issuer }, which is on the trust list.
documents-verify-unknown-issuer = The issuer of the certificate ({ $issuer }) is not on the trust list. Ask the agency that signed.
documents-verify-expired = The certificate of { $holder } expired at { $at }.
documents-verify-not-yet = The certificate of { $holder } is valid only from { $at }.
documents-verify-revoked = The certificate of { $holder } was revoked at { $at }.
documents-verify-wrong-use = The certificate of { $holder } was not issued for signing documents.
documents-verify-flawed = The certificate is faulty and cannot be checked.
documents-verify-revocation-unknown = It is not known whether the certificate was revoked.
documents-verify-stamp-unproven = The time-stamp was made by somebody who is not on the trust list.
documents-verify-stamp-broken = The time-stamp is damaged or belongs to something else.
documents-verify-change-signature = Somebody else signed afterwards; the content did not change.
documents-verify-change-validation = Data for later checks of the signature were added afterwards.
documents-verify-change-metadata = The description of the file was updated afterwards; no page changed.
documents-verify-change-pages-added = After signing, { $n ->
    [one] one page was added
   *[other] { $n } pages were added
 } to the file.
documents-verify-change-pages-removed = After signing, { $n ->
    [one] one page was removed
   *[other] { $n } pages were removed
 } from the file.
documents-verify-change-page = After signing, the content of page { $page } was altered.
documents-verify-change-annotation = After signing, a note, stamp or field was put on page { $page } or taken off it.
documents-verify-change-form = After signing, the form in the file was altered.
documents-verify-change-document = After signing, the structure of the file was altered.
documents-verify-change-hidden = The file holds hidden parts inserted after signing.
documents-verify-detail-field = Signature field
documents-verify-detail-covers = Bytes signed / in the file
documents-verify-detail-serial = Certificate number
documents-verify-detail-issuer = Certificate issuer
documents-verify-detail-validity = Certificate valid
documents-verify-detail-reason = Reason
documents-verify-detail-location = Place
documents-verify-detail-cause = Technical cause
documents-verify-not-pdf = This file is not a PDF. Choose the PDF that you received.
documents-verify-too-large = The file is too large or too complex to be checked here.
documents-verify-locked = The file has a password, so it cannot be checked. Open it, remove the password and try again.
documents-verify-damaged = The file is damaged, or altered in a way that cannot be read with certainty. Ask the agency that signed for the original.
documents-page-undrawn = This page cannot be drawn. Open the file itself with a PDF reader.

documents-certificates = Certificates
documents-certificates-trusting = Only certificates whose issuer is on the trust list are used to sign.
documents-certificates-not-trusting = There is no trust list: only the dates of a certificate are checked.
documents-certificates-none = No certificate is registered.
documents-certificate-subject = Holder
documents-certificate-signer = Signs
documents-certificate-issuer = Issuer
documents-certificate-days = Valid
documents-certificate-key = Key
documents-certificate-state = State
documents-key-file = PKCS#12 file
documents-key-token = USB token or HSM
documents-certificate-own = The officer
documents-certificate-in-use = In use
documents-certificate-ends-soon = Runs out soon
documents-certificate-ended = Out of use
documents-certificate-locked = Closed for a while after wrong PINs
documents-certificate-new = Register a certificate
documents-certificate-add = Register
documents-certificate-end = Take out of use
documents-certificate-file = Certificate
documents-certificate-file-hint = A .pem, .crt, .cer or .der file without a private key
documents-certificate-login = Sign-in name of who signs
documents-certificate-agency = Names
documents-certificate-place = Key file or label of the token
documents-certificate-place-hint = Name of the .p12 file in the server's folder of keys, or the label of the token
documents-certificate-label = Label of the key in the token
documents-certificate-label-hint = Only for keys in a token or HSM
documents-certificate-registered = The certificate is registered.
documents-certificate-taken-out = The certificate is out of use.
documents-certificate-no-kind = Choose where the key is
documents-certificate-no-label = Enter the label of the key in the token
documents-certificate-too-long = Enter 100 characters at most
documents-certificate-no-file = Choose a certificate file (.pem, .crt, .cer or .der) of 64 KB at most
documents-certificate-known = This certificate is registered. Take the earlier entry out of use, then register it again.
documents-certificate-no-key-file = The server's folder of keys has no such file. Copy it there, then register again.
documents-certificate-no-place = The server has no place for such keys. See the document on papers.
documents-certificate-unknown-issuer = The issuer of the certificate is not on the trust list.

documents-pin-wrong = The PIN is wrong. { $left ->
    [one] One try is left
   *[other] { $left } tries are left
  } before the key is closed for 15 minutes.
documents-pin-locked = Too many wrong PINs. Try again after { $until }.
documents-pin-token-locked = The token locked itself. Unlock it with its maker's program, then sign again.
documents-pin-no-key = The key cannot be used. Check the token or tell the administrator, then sign again. No dossier was changed.
documents-sign-no-time-stamp = The time-stamp server does not answer. The dossier is not signed; sign again in a few minutes.
documents-sign-key-lost = The connection to the key was lost. The dossier is not signed; plug the token in again, then sign again.
documents-sign-not-accepted = The new signature could not be verified and is not used. Ask the administrator to check the certificate.
documents-sign-not-printed = The result has no file to seal yet. Wait a minute, then try again.
documents-sign-busy = Several people take numbers from this book. Sign again.
documents-sign-failed = This dossier could not be signed. It is unchanged; try again, and tell the administrator if it fails again.
