// The one module a page loads. Every page works without it.

import * as forms from "./forms.mjs";
import * as live from "./live.mjs";
import * as nav from "./nav.mjs";
import * as passkey from "./passkey.mjs";
import * as scanner from "./scanner.mjs";
import * as shortcuts from "./shortcuts.mjs";

nav.fold(document);
nav.offerPrint(document);
forms.listen(document);
live.listen(document);
passkey.listen(document);
scanner.listen(document);
if (document.body.classList.contains("desk")) shortcuts.listen(document, localStorage);
