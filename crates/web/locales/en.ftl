# The frame around every page, and errors.

web-portal-name = Public service portal, { $province }
web-desk-name = One-stop desk
web-skip = Skip to main content
web-demo = Demonstration. Names, codes and figures are all invented.
web-demo-label = About this demonstration
web-title-error = Error:
web-optional = (optional)
web-sign-out = Sign out
web-back = Go back
web-home = Go to the start page

web-nav-main = Main
web-nav-menu = Menu
web-nav-desk = Desk
web-nav-desk-menu = Work menu
web-nav-procedures = Procedures
web-nav-filing = File a dossier
web-nav-tracking = Track a dossier
web-nav-my-dossiers = My dossiers
web-nav-sign-in = Sign in
web-nav-register = Create an account
web-nav-group-mine = My work
web-nav-group-counter = Counter
web-nav-group-common = General
web-nav-inbox = To do
web-nav-awaiting-intake = Awaiting intake
web-nav-alerts = Alerts
web-nav-opinions = Opinions asked
web-nav-paused = Paused
web-nav-awaiting-return = Awaiting return
web-nav-signing = For signature
web-nav-sealing = For sealing
web-nav-counter = Counter intake
web-nav-return-desk = Return results
web-nav-search = Find a dossier
web-nav-books = Register book
web-nav-seals = Seals
web-nav-certificates = Certificates
web-nav-delegations = Delegations
web-nav-officers = Officers' accounts
web-nav-messages = Messages
web-nav-timetable = Working calendar
web-nav-audit = Audit log
web-nav-workflows = Processes
web-nav-account = Account
web-crumbs = Breadcrumbs

web-find = Find a dossier or applicant, or scan a code
web-find-hint = Dossier code, identity number, applicant's name, or scan a code

web-foot-help = Help
web-foot-hotline = Hotline { $number }
web-foot-help-page = Help and offices
web-foot-contact = Contacts, complaints
web-foot-events = Find by what happened
web-foot-accessibility = Accessibility
web-foot-privacy = Privacy
web-foot-services = Services
web-foot-accounts = Accounts

web-keys = Keyboard shortcuts
web-keys-find = find or scan
web-keys-walk = down, up
web-keys-open = open the dossier
web-keys-select = select
web-keys-new = new intake
web-keys-next = next step
web-keys-supplement = ask for a supplement
web-keys-pause = pause the clock
web-keys-new-date = set a new return date
web-keys-scan = go to the scan field
web-keys-accept = accept and print the slip
web-keys-on = Shortcuts on for this computer

web-days = Day count
web-days-counted = working day { $n }
web-days-expected = working day { $n }, expected
web-days-paused = paused
web-days-off = not counted
web-days-today = today
web-days-legend-counted = Day counted
web-days-legend-paused = Paused (‖)
web-days-legend-expected = Day expected
web-days-legend-off = Day off, not counted (–)
web-days-legend-today = Today

web-errors = { $n ->
    [one] One thing to correct
   *[other] { $n } things to correct
}
web-error-required = This is empty. Fill it in and send again
web-error-date = Enter the date as day/month/year, for example 01/02/1990
web-error-file-too-large = The file { $file } is { $size }, the limit is { $limit }. Photograph page by page or compress the file, then upload it
web-error-code = Error code for the hotline:
web-error-call = For help, call
web-wait-seconds = { $n ->
    [one] one second
   *[other] { $n } seconds
}
web-wait-minutes = { $n ->
    [one] one minute
   *[other] { $n } minutes
}

web-error-not-found-title = There is no such page
web-error-not-found-text = The address may be incomplete, or the page has moved. Check the address, or begin at the start page.
web-error-method-not-allowed-title = The page cannot be opened this way
web-error-method-not-allowed-text = This page only takes what a form sends. Open the form again and send it.
web-error-sign-in-needed-title = Sign-in needed
web-error-sign-in-needed-text = Sign in and try again.
web-error-forbidden-title = This account cannot open the page
web-error-forbidden-text = The page belongs to another role. If this is part of your duties, ask the administrator for the role.
web-error-held-by-another-title = The dossier is held elsewhere
web-error-held-by-another-text = This dossier is held by { $holder }. To see it, ask the leader there.
web-error-forged-title = The form is out of date
web-error-forged-text = Your session has changed since the form was opened, so nothing was recorded. Open the form again and send it once more.
web-error-conflict-title = Somebody has just changed the same thing
web-error-conflict-text = Your change was not recorded. Open it again to see the latest version.
web-error-refused-title = This cannot be done yet
web-error-refused-text = Nothing was recorded. Check and try again.
web-error-invalid-title = Something must be corrected
web-error-invalid-text = Nothing was recorded. Go back, correct the following and send again.
web-error-unreadable-title = Not everything arrived
web-error-unreadable-text = The connection was cut, so nothing was saved. Check the network and send again.
web-error-too-large-title = The file is too large
web-error-too-large-text = Each file may be { $limit } at most. Photograph page by page or compress the file, then upload it.
web-error-rate-limited-title = Too many tries
web-error-rate-limited-text = Try again in { $wait }.
web-error-unavailable-title = The system is busy
web-error-unavailable-text = Nothing was recorded. Try again in a few minutes.
web-error-internal-title = The system has a fault
web-error-internal-text = Try again in a few minutes. If it persists, call the hotline and read out the code below.
