"""The story of an English telesales call, as the grammar can tell it."""

from demo.calls import Outcome
from demo.making.dialogues import GUARANTEE, NOTICE, PRESSURE, RISKLESS, Script


def tell(script: Script) -> None:
    """From the customer's first word to the agent's farewell."""
    _open(script)
    if script.sheet.brief:
        script.agent("Is this a good time to talk?")
        script.customer("I am busy right now.")
    else:
        _offer(script)
        _answer_doubts(script)
    _ENDINGS[script.sheet.outcome](script)


def _open(script: Script) -> None:
    script.customer("Hello, who is this?")
    if script.chance(0.6):
        script.agent("Hello, may I speak with {cust}?")
        script.customer("Yes, speaking.")
    script.agent("Good morning, this is {name} from {co}.")
    if script.sheet.breaks != NOTICE:
        script.agent("This call is being recorded for quality purposes.")


def _offer(script: Script) -> None:
    script.agent("I would like to tell you about our {prod}.")
    if script.chance(0.3):
        script.customer("Could you say that again?")
        script.agent("I would like to tell you about our {prod}.")
    script.customer("How much is it?")
    script.agent("It costs only {num} dollars a month.")


def _answer_doubts(script: Script) -> None:
    doubts = [_about_risk, _about_price, _about_refund]
    script.rng.shuffle(doubts)
    needed = {RISKLESS: _about_risk, GUARANTEE: _about_price}
    for doubt in doubts:
        if doubt is needed.get(script.sheet.breaks or "") or script.chance(0.6):
            doubt(script)
    if script.sheet.breaks == PRESSURE:
        script.customer("I need to think about it.")
        script.agent("You must decide today.", breaks=PRESSURE)


def _about_risk(script: Script) -> None:
    script.customer("What are the risks?")
    if script.sheet.breaks == RISKLESS:
        script.agent("There is no risk at all.", breaks=RISKLESS)
    else:
        script.agent("Terms and conditions apply.")


def _about_price(script: Script) -> None:
    script.customer("That is too expensive.")
    script.agent("I understand your concern.")
    if script.sheet.breaks == GUARANTEE:
        script.agent("We guarantee you will save money.", breaks=GUARANTEE)


def _about_refund(script: Script) -> None:
    script.customer("Can I get a refund?")
    script.agent("You can cancel within thirty days.")


def _sell(script: Script) -> None:
    script.agent("Do you agree to the terms?")
    if script.chance(0.5):
        script.agent("Please answer yes or no.")
    script.customer("Yes, I agree.")
    script.agent("I will send you the details by email.")
    script.agent("Is there anything else I can help you with?")
    script.customer("No, thank you.")
    _part(script)


def _call_back(script: Script) -> None:
    script.customer("I need to think about it.", "Please send me an email.")
    script.agent("I will send you the details by email.")
    script.agent("Can I call you back tomorrow?")
    script.customer("Okay, goodbye.")
    script.agent("Thank you for your time, goodbye.")


def _refuse(script: Script) -> None:
    script.customer("I am not interested.", "No, thank you.")
    if script.chance(0.5):
        script.agent("I understand your concern.")
        script.customer("Please do not call me again.", "Take me off your list.")
    _part(script)


def _complain(script: Script) -> None:
    script.customer("How did you get my number?")
    script.agent("I understand your concern.")
    script.customer("I want to make a complaint.")
    script.customer("Take me off your list.", "Please do not call me again.")
    script.agent("Thank you for your time, goodbye.")


def _part(script: Script) -> None:
    script.agent("Thank you for your time, goodbye.")
    script.customer("Okay, goodbye.")


_ENDINGS = {
    Outcome.SALE: _sell,
    Outcome.CALLBACK: _call_back,
    Outcome.REFUSED: _refuse,
    Outcome.COMPLAINT: _complain,
}
