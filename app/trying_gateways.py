"""`bot.py gateway check FILE`: a file tried against its own words, and with keys the gateway for real."""

from payments.described.files import ProfileProblem, load_gateway
from payments.described.profile import Profile
from payments.described.rehearsal import Step, ask_for_real, rehearse
from settings.gateway_accounts import MERCHANTS, keys_of, root_of
from shop.clock import Clock

_BEGINS = {True: "ok    ", False: "FAIL  ", None: "note  "}


async def try_gateway(named: str, clock: Clock) -> tuple[bool, list[str]]:
    """Return True if everything that was tried is right, and a line for each step."""
    if named in MERCHANTS:
        built_in = "it is built in, and its name alone goes into GATEWAYS"
        return False, [f"FAIL  {named} has no file to try: {built_in}"]
    try:
        profile = load_gateway(named, built_in=MERCHANTS)
    except ProfileProblem as problem:
        return False, [f"FAIL  {problem}"]
    steps = [Step(f"{named} describes {profile.called}, from {profile.source}", is_good=True)]
    if not profile.tried:
        steps.append(Step("it was written from documents and not tried with the gateway itself", None))
    steps += [step async for step in rehearse(profile, clock)]
    steps.append(await _live(profile, clock))
    return all(step.is_good is not False for step in steps), [
        _BEGINS[step.is_good] + step.words for step in steps
    ]


async def _live(profile: Profile, clock: Clock) -> Step:
    """Ask the gateway itself, if its keys are there and the kiosk would send them."""
    try:
        (keys, missing), root = keys_of(profile), root_of(profile)
    except ValueError as problem:
        return Step(f"live: {problem}", is_good=False)
    if missing:
        return Step(f"live: not asked; to do that, set {', '.join(missing)}", None)
    return await ask_for_real(profile, keys, clock, root=root)
