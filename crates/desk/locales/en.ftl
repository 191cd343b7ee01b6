# Where officers work.
desk-no-office = This account belongs to no one-stop office, so nothing can be received here. Ask the administrator to set where you work.
desk-pages = { $n ->
    [one] { $n } page
   *[other] { $n } pages
}
desk-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
desk-cancel = Cancel
desk-print = Print
desk-print-history = Print the control sheet
desk-refresh = Refresh
desk-note = Note for the next officer
desk-note-hint = Only officers see it.
desk-add-note = Add a note for the next officer
desk-reason = Reason
desk-reason-shown = The applicant reads this reason. Name the provision and what to do next.
desk-reason-inside = The officer of the step before reads this reason.
desk-reason-withdraw = As the applicant wrote or said.
desk-legal-basis = Legal basis
desk-legal-basis-hint = Article, clause, document.

# Roles.
desk-role-counter-officer = Counter officer
desk-role-return-officer = Return officer
desk-role-cashier = Cashier
desk-role-specialist = Specialist
desk-role-head-of-unit = Head of unit
desk-role-leader = Leader
desk-role-clerk = Clerk
desk-role-stamp-keeper = Stamp keeper
desk-role-supervisor = Supervisor
desk-role-inspector = Inspector
desk-role-administrator = Administrator
desk-role-citizen = Citizen
desk-role-integration = Connected system
desk-role-catalogue-editor = Editor of procedures
desk-role-catalogue-approver = Approver of procedures

# Lists.
desk-list-inbox = To do
desk-list-inbox-intro = Dossiers at your step, most urgent first. It is { $now }.
desk-list-inbox-all = Every dossier that waits for your next step.
desk-list-inbox-overdue = Dossiers past the promised date. Do these first, or tell your head of unit what stands in the way.
desk-list-inbox-soon = Dossiers due today or within the next two working days.
desk-list-intake = To be accepted
desk-list-intake-intro = Dossiers filed online and by post. They must be answered within 8 working hours. It is { $now }.
desk-list-intake-all = Every dossier to be accepted, supplemented or declined.
desk-list-intake-overdue = Dossiers unanswered for more than 8 working hours.
desk-list-intake-soon = Dossiers to be answered today or within the next two working days.
desk-list-waiting = On hold
desk-list-waiting-intro = Dossiers waiting for papers, for a payment or for a legal reason, longest first. It is { $now }.
desk-list-waiting-all = The clock of these dossiers stands still.
desk-list-return = To be returned
desk-list-return-intro = Results at the return desk, longest waiting first. It is { $now }.
desk-list-return-all = The applicants have been told.
desk-list-shown = { $n ->
    [one] { $n } dossier on this page
   *[other] { $n } dossiers on this page
}
desk-list-first = First page
desk-list-next = Next page
desk-tabs = Quick filters
desk-tab-all = All
desk-tab-overdue = Overdue
desk-tab-soon = Due within 2 days
desk-receive-new = Receive
desk-col-code = Code
desk-col-procedure = Procedure, applicant
desk-col-step = Current step
desk-col-sla = Time left
desk-col-due = Due
desk-col-state = State
desk-due-open = open
desk-empty-inbox-all = Nothing is waiting for you
desk-empty-inbox-overdue = No dossier is overdue
desk-empty-inbox-soon = No dossier is due within 2 days
desk-empty-intake-all = Nothing is waiting to be accepted
desk-empty-intake-overdue = Every dossier was answered in time
desk-empty-intake-soon = No answer is due within 2 days
desk-empty-waiting-all = No dossier is on hold
desk-empty-return-all = No result is waiting to be returned
desk-empty-text = New dossiers appear here by themselves.
desk-empty-all = Show all
desk-empty-paused = Show dossiers on hold
desk-empty-inbox = Show dossiers to do

# One dossier.
desk-answer-by = Answer before { $by }
desk-flow = Process
desk-flow-counter = One-stop office
desk-flow-used = Used { $share }
desk-flow-days = { $used }/{ $budget } days
desk-flow-hours = { $used }/{ $budget } hours
desk-overrun-days = This step is { $over } days over its share ({ $budget } days).
desk-overrun-hours = This step is { $over } hours over its share ({ $budget } hours).
desk-parts = Parts of the dossier
desk-part-giay-to = Papers
desk-part-thong-tin = Declaration
desk-part-phi-thue = Fees and taxes
desk-part-ket-qua = Result
desk-part-nhat-ky = History
desk-part-tin-nhan = Messages
desk-papers-none = This procedure has no list of papers and none was handed in.
desk-paper = Paper
desk-paper-form = Form
desk-paper-quantity = Copies
desk-paper-files = Files
desk-paper-status = Status
desk-paper-here = Received
desk-paper-missing = Missing
desk-paper-conditional = In some cases
desk-paper-replaced = Not asked
desk-paper-replaced-by = Looked up in { $database }, not asked
desk-supplement = Supplement request
desk-supplement-asked = { $by }, { $at }
desk-supplement-answered = Answered at { $at }
desk-supplement-open = Not answered yet.
desk-declared-none = Nothing else was declared.
desk-fee = Fee
desk-fee-paid = paid
desk-fee-unpaid = not paid
desk-fee-none = No fee.
desk-obligations = Financial obligations
desk-obligations-none = No payment was asked for.
desk-obligation-amount = Amount
desk-obligation-asked = Asked
desk-obligation-confirmed = Confirmed
desk-obligation-open = Not paid yet
desk-result-none = No result has been drafted.
desk-result-number = Number
desk-result-drafter = Drafted by
desk-result-decider = Decided by
desk-result-sealer = Sealed by
desk-result-place = Place
desk-result-receiver = Receiver
desk-result-returned = Returned by
desk-outcome-granted = Granted
desk-outcome-refused = Refused
desk-messages-none = No message was sent.
desk-message-at = At
desk-message-text = Text
desk-message-to = To
desk-message-state = State
desk-clock = Time limit
desk-clock-why = How it is counted
desk-next = Next actions
desk-held-by = The dossier is with: { $holder }.
desk-nothing-to-do = The dossier is closed, nothing is left to do.
desk-owner = Owner
desk-proxy = Filed by
desk-person-name = Full name
desk-person-number = Personal number
desk-person-born = Date of birth
desk-person-phone = Telephone
desk-person-address = Address
desk-person-tax-code = Tax code
desk-return-channel = Result comes
desk-reveal = Show numbers
desk-reveal-logged = Each time is written to the log.
desk-revealed = Shown in full. This look was written to the log.
desk-slip = Receipt slip (PDF)

# What each command does, said before it is done.
desk-effect-accept = The clock starts now, the result is due { $due }. First step: { $step }.
desk-effect-decline = The dossier ends here. The applicant is told the reason.
desk-effect-request-supplement = The clock stops and { $before } no longer holds. When everything has come, the limit of { $limit } starts from zero.
desk-effect-request-supplement-before-receipt = No time is counted yet. The applicant is told everything that is missing, once.
desk-effect-supplement = The limit of { $limit } starts from zero, due { $due }. Goes back to { $holder }.
desk-effect-supplement-before-receipt = The dossier goes back to those to be accepted.
desk-effect-complete-step = Goes on to: { $step }. By: { $holder }. The date stays.
desk-effect-send-back = Back to: { $step }, { $holder }. The clock goes on.
desk-effect-pause = The clock stops now. The date { $before } moves by the days it stands.
desk-effect-resume = The clock runs again, due { $due }. Step: { $step }.
desk-effect-require-payment = The clock stops until the payment. The applicant is told the amount.
desk-effect-confirm-payment = Records that the fee was paid. The date stays.
desk-effect-confirm-obligation = The clock runs again, due { $due }. Goes to { $holder }.
desk-effect-propose-result = The draft goes on to: { $step }. By: { $holder }.
desk-effect-approve = The result gets its number and goes to { $holder }.
desk-effect-refuse = The refusal with its reason gets a number and goes to { $holder }, then to the applicant.
desk-effect-seal = The result is sealed and goes to { $holder }.
desk-effect-deliver = The clock ends. The applicant is told to come.
desk-effect-return = The dossier is closed.
desk-effect-withdraw = The dossier ends without a result. This cannot be undone.
desk-effect-stop = The dossier ends without a result. The applicant is told why. This cannot be undone.
desk-effect = What happens:

# The page of each command.
desk-button-accept = Accept
desk-button-decline = Decline
desk-button-request-supplement = Send the request
desk-button-supplement = Take the papers
desk-button-complete-step = Complete the step
desk-button-send-back = Send back
desk-button-pause = Pause the clock
desk-button-resume = Let the clock run
desk-button-require-payment = Ask for the payment
desk-button-confirm-payment = Confirm the payment
desk-button-propose-result = Submit the draft
desk-button-approve = Approve
desk-button-refuse = Refuse
desk-button-seal = Seal
desk-button-deliver = Bring to the return desk
desk-button-return = Return the result
desk-button-withdraw = Withdraw
desk-button-stop = Stop
desk-done-accept = The dossier was accepted. The clock runs.
desk-done-decline = Intake was declined and the applicant told.
desk-done-request-supplement = The request was sent to the applicant.
desk-done-supplement = The supplement was taken in.
desk-done-complete-step = The dossier went on to the next step.
desk-done-send-back = The dossier was sent back one step.
desk-done-pause = The clock was paused.
desk-done-resume = The clock runs again.
desk-done-require-payment = The applicant was asked to pay. The clock stands.
desk-done-confirm-payment = The payment was confirmed.
desk-done-propose-result = The draft was submitted.
desk-done-approve = The result was approved.
desk-done-refuse = The dossier was refused. The letter goes to be sealed.
desk-done-seal = The result was sealed.
desk-done-deliver = The result is at the return desk.
desk-done-return = The result was returned. The dossier is closed.
desk-done-withdraw = The dossier was withdrawn.
desk-done-stop = The settlement was stopped and the applicant told.
desk-back-to-dossier = Back to the dossier
desk-preview = Preview the letter
desk-conflict = The dossier has changed since this page was opened; nothing was recorded
desk-conflict-again = What you typed is still below. Check it and send it again if it still holds.
desk-conflict-over = This can no longer be done. What you typed:
desk-ground = Legal ground
desk-ground-choose = Choose a ground
desk-ground-missing = Choose the ground from the list
desk-slip-wanted = Print a receipt slip, as the applicant asks
desk-field-amount = Amount to pay (đồng)
desk-field-notice = Number of the tax notice
desk-field-paid = Amount paid (đồng)
desk-field-proof = Receipt or transaction number
desk-field-proof-hint = As on the receipt, payment slip or bank message.
desk-field-fee-proof = Transaction of { $amount }
desk-field-outcome = Outcome
desk-field-title = Title of the result
desk-field-summary = Content or grounds
desk-field-summary-hint = Needed when the draft is a refusal.
desk-field-files = Draft file
desk-field-files-hint = PDF or picture.
desk-field-seal = Seal
desk-field-copies = Copies
desk-field-place = Where the result lies
desk-field-place-hint = For example: cabinet 2, shelf 5.
desk-field-receiver = Receiver
desk-field-via = Returned by
desk-field-identity = The receiver's identity was checked
desk-field-return-note = Note on the hand-over
desk-amount-unreadable = Write the amount in digits, for example 4.250.000
desk-copies-unreadable = Write the number in digits, 1 or more
desk-via-missing = Choose how the result is returned
desk-fee-proof-missing = Write the receipt or transaction number of the payment
desk-title-missing = Write the title of the result
desk-receiver-missing = Write who receives the result
desk-held = Stored files
desk-held-drop = Drop
desk-asking-papers = Papers to supplement or correct
desk-asking-absent = Not received
desk-asking-what = What to do about “{ $paper }”
desk-asking-what-missing = Say what is missing or wrong with the paper you ticked
desk-asking-beyond = Anything beyond the list
desk-asking-extra = What is needed
desk-asking-basis-hint = Needed for anything beyond the list.
desk-asking-second = This is the second request; it needs a reason.
desk-answer-papers = Papers brought
desk-answer-file = Scan
desk-answer-note = The applicant's explanation
desk-letter = The letter the applicant will get
desk-letter-to = To { $name }
desk-letter-about = Dossier { $code }, { $procedure }, needs:
desk-letter-closing = The waiting time is not counted. When everything has come, the limit of { $limit } starts from zero. After 15 days without an answer the dossier may be stopped.
desk-letter-before-receipt = The dossier has not been accepted. When everything has come, the limit of { $limit } begins.

# The counter.
desk-counter = Counter
desk-scan-label = Scan an identity card, a dossier code or a procedure code
desk-scan-hint = Scan, or type and press Enter
desk-scan-read = Read
desk-scan-ready = Ready to scan
desk-scan-live = Read at {"{"}time{"}"}: {"{"}code{"}"}
desk-scan-card = Read at { $time }: identity card of { $name }. Compare the name with the card.
desk-scan-dossier = The code belongs to a dossier that exists. What you typed is kept.
desk-scan-no-dossier = There is no dossier { $code } within your reach. Check each group of digits.
desk-scan-unknown = This code is not known. Scan again or type the dossier code.
desk-organisation = The owner is an organisation or a business
desk-by-proxy = Filed for somebody else
desk-proxy-tick = Whoever files is not the owner (needs a written authorisation)
desk-proxy-name = Name of whoever files
desk-proxy-number = Personal number of whoever files
desk-proxy-phone = Telephone of whoever files
desk-procedure = Procedure
desk-instant = Settled the same day
desk-procedure-find = Find a procedure
desk-procedure-hint = Code or name, such as “ks” for a birth.
desk-procedure-search = Find
desk-procedure-hits = Procedures found
desk-procedure-lost = Nothing was found. Try another word, or the code.
desk-procedure-frequent = Often done at this counter
desk-procedure-missing = Choose a procedure
desk-competent-agency = Deciding agency
desk-request = What is asked for
desk-request-hint = When the name of the procedure does not say enough.
desk-papers = Papers
desk-papers-count = { $here } of { $asked } required papers
desk-papers-unlisted = This procedure has no list of papers. Write what you take in below.
desk-papers-missing = { $n ->
    [one] { $n } required paper is missing: { $papers }
   *[other] { $n } required papers are missing: { $papers }
}. Tick what was handed in, or print what to bring.
desk-papers-other = Other papers
desk-papers-other-hint = One a line.
desk-paper-received = Received
desk-paper-tick = Received: { $paper }
desk-paper-required = required
desk-paper-scan = Scan
desk-sets = Sets
desk-summary = Summary
desk-summary-received = Received
desk-summary-due = Due
desk-summary-result = Result
desk-summary-none = Choose a procedure to see the date and the fee.
desk-fee-cases = Fees by case
desk-fee-amount = Amount (đồng)
desk-fee-paid-tick = Paid, cashless
desk-fee-reason = Why another amount than published
desk-fee-reason-missing = The amount differs from the published one. Say why
desk-return-address = Postal address
desk-return-address-missing = Write where the post brings the result
desk-tomorrow = Received after 15:00 or outside working days: returned the next working day, with a slip.
desk-receive = Receive
desk-receive-print = Receive and print the slip
desk-earlier = Other dossiers of this number
desk-name-missing = Write the full name, letters only, such as Lý Văn Phúc
desk-number-missing = Write the personal number (12 digits), or the tax code of an organisation
desk-number-length = A personal number has 12 digits. This one has { $n }
desk-number-digits = A personal number has digits only
desk-tax-code-wrong = A tax code has 10 or 13 digits with a check digit. Check each digit
desk-phone-wrong = A telephone number has 10 digits and begins with 0, such as 0912345678
desk-born-unreadable = Write the date of birth as day/month/year, before today, such as 01/02/1990

# What is missing, without a dossier.
desk-guidance = What to bring
desk-guidance-button = Print what is missing, do not receive
desk-guidance-back = Back to the counter
desk-guidance-nothing-stored = Nothing was received or stored.
desk-guidance-procedure = Procedure:
desk-guidance-complete = All required papers are there.
desk-guidance-missing = Missing papers
desk-guidance-conditional = Needed only in these cases
desk-guidance-note = More guidance
desk-guidance-note-hint = Printed on the sheet, not stored.
desk-guidance-once = Bring all of these together. Nothing beyond this list is needed.
desk-guidance-officer = Officer: { $name }

# After receipt; settling in one visit.
desk-received = Received
desk-received-note = The dossier was received.
desk-received-next = The dossier is in process. The applicant follows it by its code and look-up code.
desk-lookup = Look-up code: { $code }
desk-no-slip = Settled at once, no slip.
desk-open-dossier = Open the dossier
desk-receive-another = Receive another
desk-settle = Settle now
desk-settle-steps = Steps done together:
desk-settle-now = Settle now
desk-settled = Settled and returned.
desk-settle-part = The steps of your roles are done.
desk-settle-moved = The dossier has moved on. This is where it stands now.
desk-then-sign = Next: { $holder } signs on the signing page.
desk-then-seal = Next: { $holder } seals on the sealing page.
desk-then-return = Next: { $holder } returns the result.
desk-then-other = Next: { $holder }.
desk-visit-over = The dossier is settled and the result returned.

# The return desk.

# Signing and sealing.

# Search.

# Signing, sealing.
desk-signing = To sign
desk-signing-intro = Drafts waiting for a signature, most urgent first. Once signed, a dossier goes on to sealing and return. As of { $now }.
desk-signing-empty = No draft is waiting for a signature
desk-signing-selected = Sign the selected dossiers
desk-signing-one = Sign
desk-sealing = To seal
desk-sealing-intro = Signed results waiting for the seal. Once sealed, a dossier goes on to the return desk. As of { $now }.
desk-sealing-empty = No result is waiting for the seal
desk-sealing-selected = Seal the selected dossiers
desk-sealing-one = Seal
desk-queue-selected = Tick the dossiers, then press once:
desk-queue-none-chosen = No dossier is selected. Tick at least one and press again.
desk-queue-told = { $done } of { $all } dossiers done
desk-queue-drafter = drafted by { $name }
desk-queue-more = More dossiers follow; they appear here when these are done.
desk-queue-not-yours = The dossier is no longer with you. Somebody else may just have acted on it.
desk-queue-other-step = It cannot be signed or sealed at this step. Open the dossier to see what is due.
desk-outcome-done = Done
desk-outcome-failed = Not done
desk-outcome-number = No. { $number }
desk-select = Select
desk-select-one = Select dossier { $code }
desk-draft-more = Text of the draft
desk-col-draft = Draft result
desk-col-do = Actions
desk-col-place = Where it is

# The return desk.
desk-return-desk = Return results
desk-return-desk-intro = Scan the code of the slip, check the receiver's papers, then hand the result over.
desk-return-scan = Dossier code, or scan the slip
desk-return-ready = Results ready to be returned
desk-return-empty = No result is waiting to be returned
desk-return-empty-text = Sealed results will appear here.
desk-return-done = The result of dossier { $code } was handed over.
desk-return-open = Open the dossier
desk-return-no-code = That could not be read as a dossier code. Scan again, or type the code as printed on the slip.
desk-return-no-dossier = Dossier { $code } was not found within your reach. The digit 0 and the letter O are easily confused; check the code.
desk-return-already = The result was handed to { $receiver } at { $at }.
desk-return-unpaid = A fee of { $amount } has not been paid. Collect and confirm it before handing the result over.
desk-return-pay = Confirm the payment
desk-return-not-yours = The result is ready. Handing it over needs the role “{ $role }”.
desk-return-moved = The dossier changed while you were typing: { $changes }. What you typed is kept below; check it and press again.
desk-not-ready = Not ready to be returned: the dossier is “{ $state }”.
desk-not-ready-held = The result is not ready. The dossier is with: { $holder }.
desk-hand-over = Hand over

# Search.
desk-search = Find a dossier
desk-search-intro = Only dossiers you may see are searched. Every search that finds something is logged.
desk-search-label = Dossier code, personal number, telephone or full name
desk-search-button = Find
desk-search-found = { $n ->
    [one] { $n } dossier
   *[other] { $n } dossiers
  }
desk-search-nothing = Nothing found for “{ $query }”
desk-search-nothing-text = The digit 0 and the letter O are easily confused; check the code. For a name, type all of it. Dossiers of other places do not appear here.
desk-search-nowhere = Closed
desk-queue-moved = { $actor } acted on this dossier at { $at }. Look at it in the list, then go on.

# The counter: a number alone, the fee, one press.
desk-counter-scan-number = Read at { $time }: a personal number. Enter the name from the card.
desk-counter-fee-missing = Enter the amount. If it is waived, enter 0 and give the reason
desk-counter-used-again = This form was used to receive a dossier and has changed since, so it was not received again. If this is another dossier, check it and press Receive once more.
desk-counter-back-typed = Back to the counter, keep what was entered
desk-counter-receiver-hint = Leave empty if the person who files receives it.
desk-counter-settle-now = Receive and settle now
