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
documents-slip-version = Form 01, Circular 03/2025/TT-VPCP
documents-slip-not-given = A procedure settled on the same day gives no receipt slip, unless you ask for one at the counter.
documents-slip-code-wrong = The look-up code does not belong to this dossier. It has 4 characters and stands beside the dossier code on the receipt slip.
