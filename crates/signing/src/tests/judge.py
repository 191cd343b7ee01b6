"""Asks pyHanko about every signature of a file; exits with 0 when it accepts all of them.

judge.py FILE ROOT [CRL...]: revocation is required when lists are given. Changes after signing are
judged by pyHanko's own rules, no stricter than further signatures and validation data.
"""

import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

file, root, *lists = sys.argv[1:]


def der(path):
    from asn1crypto import pem
    data = open(path, "rb").read()
    return pem.unarmor(data)[2] if pem.detect(data) else data


with open(file, "rb") as stream:
    reader = PdfFileReader(stream)
    accepted = bool(reader.embedded_signatures)
    for signature in reader.embedded_signatures:
        context = ValidationContext(
            trust_roots=[load_cert_from_pemder(root)],
            crls=[der(path) for path in lists],
            allow_fetching=False,
            revocation_mode="require" if lists else "soft-fail",
        )
        status = validate_pdf_signature(signature, signer_validation_context=context)
        level = status.modification_level
        fine = status.bottom_line and level is not None and level <= ModificationLevel.FORM_FILLING
        print(signature.field_name, status.summary(), level, "accepted" if fine else "refused")
        accepted = accepted and fine
sys.exit(0 if accepted else 1)
