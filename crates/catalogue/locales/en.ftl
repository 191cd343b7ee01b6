# The catalogue of procedures for the public.

catalogue-title = Procedures
catalogue-title-field = Procedures: { $field }
catalogue-search = What you need to do, or a procedure code
catalogue-search-hint = For example: sang ten so do, ks, 1.013831
catalogue-search-button = Search
catalogue-intro = Use everyday Vietnamese words, with or without marks.
catalogue-found = { $n ->
    [one] { $n } procedure
   *[other] { $n } procedures
}
catalogue-found-for = { $n ->
    [one] { $n } procedure for “{ $query }”
   *[other] { $n } procedures for “{ $query }”
}
catalogue-shown = { $first }–{ $last } of { $n } procedures
catalogue-previous = Previous page
catalogue-next = Next page
catalogue-none = No procedure found for “{ $query }”
catalogue-none-filtered = No procedure fits these choices
catalogue-none-help = Try fewer words, drop a choice, or call { $hotline }.
catalogue-none-help-plain = Try fewer words or drop a choice.
catalogue-nearest = Did you mean
catalogue-all = See all procedures
catalogue-missing = There is no procedure with code { $code }
catalogue-missing-help = The code may have been replaced, or a digit mistyped.

catalogue-facets = Narrow the list
catalogue-facet-field = Field
catalogue-facet-owner = Agency
catalogue-facet-level = Level
catalogue-facet-online = Online
catalogue-facet-speed = Time, cost
catalogue-facet-instant = Settled the same day
catalogue-facet-drop = Drop { $choice }
catalogue-facet-more = Other fields

catalogue-owner-commune = People's Committee of a commune
catalogue-owner-department = Provincial department
catalogue-owner-vertical = Central agency
catalogue-owner-utility = Electricity, water
catalogue-level-province = Province
catalogue-level-commune = Commune
catalogue-online-full = Fully online
catalogue-online-partial = Partly online
catalogue-online-information = In person

catalogue-limit-unknown = Not published
catalogue-limit-instant = The same day
catalogue-limit-wd = { $n } working days
catalogue-limit-wh = { $n } working hours
catalogue-limit-day = { $n } days
catalogue-limit-hour = { $n } hours
catalogue-limit-month = { $n } months
catalogue-fee-unknown = Not published
catalogue-fee-none = None
catalogue-fee-by-rule = Set by rule

catalogue-code = Procedure code
catalogue-code-local = local code
catalogue-code-local-help = No national code is published
catalogue-leaflet = Leaflet to print (PDF)
catalogue-variant = case { $n }
catalogue-variants = This code has { $n } cases
catalogue-everyday = Often searched as: { $names }
catalogue-fact-limit = Time limit
catalogue-fact-limit-promised = By rule: { $limit }
catalogue-fact-fee = Fees
catalogue-fact-channel = How to file
catalogue-fact-agency = Deciding agency
catalogue-channel-counter = At a counter or by post
catalogue-channel-either = Or at a counter, or by post
catalogue-unchecked = The time limit has not been compared with the published text.
catalogue-file-online = File online
catalogue-print = Print this guide

catalogue-papers = Papers to prepare
catalogue-papers-unknown = The papers of this procedure have not been entered yet. Ask at a counter or call before you come.
catalogue-paper = Paper
catalogue-paper-form = Form
catalogue-paper-quantity = Copies
catalogue-paper-quantity-any = as needed
catalogue-paper-when = When it is needed
catalogue-paper-always = Always
catalogue-paper-replaced = Not needed
catalogue-paper-replaced-by = when the officer finds it in { $database }
catalogue-paper-replaced-note = The officer must look in the database first and may ask for the paper only when it is not there.

catalogue-steps = Steps and time
catalogue-steps-unknown = The steps of this procedure have not been entered yet.
catalogue-step-parallel = Runs beside another step
catalogue-step-paused = Not counted
catalogue-pauses = When the clock stops
catalogue-pauses-intro = The clock stops, and the tracking page says so, while:
catalogue-pause-supplement = you are asked to add papers: once only, with everything that is missing; the time starts again when all has come;
catalogue-pause-financial-obligation = the tax office sets the amount and it is being paid
catalogue-pause-external-consultation = another agency is asked, where the law allows it
catalogue-pause-public-posting = the result of the check is posted for the public
catalogue-pause-fieldwork = the land is measured or inspected, where the law allows it
catalogue-pause-complaint-or-lawsuit = there is a dispute, a complaint or a lawsuit
catalogue-pause-citizen-consent-vneid = another person has to consent on VNeID
catalogue-pause-system-incident = the system is down
catalogue-pause-office-suspension = the office is closed
catalogue-pause-treatment-of-violation = a violation is being dealt with

catalogue-fees = Fees
catalogue-fee-case = Case
catalogue-fee-amount = Amount
catalogue-applicants = Who may apply
catalogue-rules = Good to know
catalogue-result = What you receive
catalogue-basis = Legal basis
catalogue-valid-from = In force from { $date }
catalogue-toc = On this page
catalogue-field = Field

catalogue-facet-free = No fee
catalogue-facet-chosen = Choices in use
catalogue-read-as = Read as:
catalogue-none-widen = { $n ->
    [one] { $n } procedure without the choices
   *[other] { $n } procedures without the choices
}
catalogue-events = Find by what happened
catalogue-events-intro = Choose what is happening to you, your shop or your company. Each page names the procedures in the order people usually do them.
catalogue-events-citizen = Life events
catalogue-events-business = Business events
catalogue-events-all = See all events
catalogue-events-other = Other events
catalogue-events-of = Part of
catalogue-events-instead = Or find by what happened
catalogue-event-order = In the usual order; skip what does not fit you.
