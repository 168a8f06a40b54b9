"""What was entered for a member, in the words of that member's page: by the address's name of each act."""

from __future__ import annotations

from presentation.translations import N_

ACTS = {
    "entry.edit": N_("Your entry was changed"),
    "entry.withdraw": N_("Your entry was closed to everybody"),
    "entry.allow": N_("Somebody was no longer kept away from you"),
    "share.compose": N_("An offer or a need was placed"),
    "share.change": N_("An offer or a need was changed"),
    "share.pause": N_("An offer or a need was paused"),
    "share.resume": N_("An offer or a need goes on"),
    "share.renew": N_("An offer or a need was renewed"),
    "share.withdraw": N_("An offer or a need was taken back"),
    "needs.could": N_("You said that you could help"),
    "matches.choose": N_("Somebody was chosen to help"),
    "matches.decline": N_("An offer was declined"),
    "matches.withdraw": N_("You stepped back from something agreed"),
    "matches.could_not": N_("It was noted that something could not happen"),
    "matches.channel": N_("It was looked up how to reach somebody"),
    "matches.message": N_("A message was passed on for you"),
    "matches.take_back": N_("What was written down by mistake was taken back"),
    "matches.done": N_("It was written down what was given"),
    "matches.confirm": N_("An exchange was confirmed"),
    "matches.keep_apart": N_("Somebody was kept away from you"),
    "exchanges.confirm": N_("An exchange was confirmed"),
    "exchanges.take_back": N_("What was written down by mistake was taken back"),
    "gatherings.new": N_("A group event was written down"),
    "gatherings.confirm": N_("A group event was confirmed"),
    "gatherings.not_there": N_("Your name was taken off a group event"),
    "gatherings.take_back": N_("A group event was taken back"),
    "exchanges.correct": N_("An exchange was put right"),
    "cohorts.enrol": N_("You were enrolled in a cohort"),
    "cohorts.leave": N_("A place in a cohort was given back"),
    "cohorts.complete": N_("It was noted who completed a cohort"),
    "cohorts.name": N_("It was changed whether you are named beside a cohort"),
    "cohorts.invitation": N_("An invitation to help lead was answered"),
    "proposals.new": N_("A proposal was begun"),
    "proposals.edit": N_("A proposal was changed"),
    "proposals.submit": N_("A proposal was submitted"),
    "proposals.discard": N_("A draft was thrown away"),
    "proposals.sponsor": N_("A proposal was sponsored"),
    "proposals.argue": N_("Something was said on a proposal"),
    "proposals.withdraw": N_("A proposal was taken back"),
    "advice.advise": N_("Advice was given on a proposal"),
}
OTHER = N_("Something was entered")
