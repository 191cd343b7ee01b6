# Messages to people. They hold no names and no numbers of anybody.

messages-submitted = Dossier { $code } ({ $procedure }) is filed. The centre answers within 8 working hours. Follow it: { $link }
messages-accepted = Dossier { $code } ({ $procedure }) is received. The result is due { $due }. Follow it: { $link }
messages-declined = Dossier { $code } ({ $procedure }) was not accepted. Read why and what to do at { $link }
messages-supplement-requested = Dossier { $code } has { $count } things to supplement by { $until }. The limit starts again when all have come. See the list at { $link }
messages-supplemented = The papers for dossier { $code } have come. Follow the due date at { $link }
messages-paused = The clock of dossier { $code } is paused. Read why at { $link }
messages-resumed = The clock of dossier { $code } runs again. The result is due { $due }. Follow it: { $link }
messages-payment-required = Dossier { $code } waits for a payment of { $amount }. The limit stands still until it is proved. See { $link }
messages-payment-confirmed = The payment of { $amount } for dossier { $code } has come. Follow it: { $link }
messages-ready = The result of dossier { $code } ({ $procedure }) is ready. Bring the slip and an identity paper. See { $link }
messages-ready-refused = An answer to dossier { $code } ({ $procedure }) is ready. Bring the slip and an identity paper. See { $link }
messages-returned = The result of dossier { $code } was handed over. Thank you.
messages-withdrawn = Dossier { $code } was withdrawn as you asked.
messages-stopped = The settlement of dossier { $code } was stopped. Read why at { $link }
messages-rescheduled = Dossier { $code }: the working calendar changed ({ $reason }); the result is now due { $due } instead of { $before }. See why at { $link }

messages-title = Messages
messages-lead = What was sent to people at each step, newest first. Addresses are masked.
messages-code = Dossier code
messages-state = State
messages-state-any = Every state
messages-state-queued = Waiting
messages-state-sent = Sent
messages-state-failed = Failed
messages-state-no-address = No address
messages-filter = Filter
messages-text = Text
messages-recipient = Recipient
messages-at = At
messages-tries = Tries
messages-none = No messages yet
messages-none-hint = Messages are written when a dossier is filed, received, needs papers or is ready. Take away filters if any are set.
messages-shown = { $n } messages shown
messages-error = Last error: { $error }
messages-older = Older messages
