"""The options that stand beside the planner's own."""

from small_plans import START, setting, step

from readiness.rollout.contenders import contenders, free_steps
from readiness.rollout.model import Option
from readiness.rollout.step import FREE_KINDS


def pool():
    return (
        step("old", kind="technology", done=START),
        step("tool", kind="technology"),
        step("hand-offs", kind="process", after=("old",)),
        step("lessons", kind="training", after=("hand-offs",)),
        step("scripts", kind="process", after=("tool",)),
    )


def found(*steps, live=False, options=()):
    rollout = setting(*steps, options=options).rollout
    return {one.id: one for one in contenders(rollout, live=live)}


def test_nobody_forgets_to_do_nothing_or_only_what_is_free():
    ours = found(*pool(), options=(Option("mine"),))
    assert [*ours] == ["mine", "do-nothing", "free-remedies-only"]
    assert ours["do-nothing"].order == ()
    assert {*ours["do-nothing"].left_out} == {"tool", "hand-offs", "lessons", "scripts"}
    assert ours["mine"].option is not None
    assert ours["do-nothing"].option is None


def test_free_is_what_rests_on_nothing_that_is_not():
    free = found(*pool())["free-remedies-only"]
    assert free.order == ("hand-offs", "lessons")
    assert {*free.left_out} == {"tool", "scripts"}
    assert not free.barriers


def test_free_steps_come_in_an_order_that_can_be_done_however_they_are_listed():
    steps = [step("late", kind=FREE_KINDS[0], after=("middle",)), step("middle", kind=FREE_KINDS[0],
             after=("first",)), step("first", kind=FREE_KINDS[0])]  # fmt: skip
    assert free_steps(setting(*steps).rollout) == ("first", "middle", "late")


def test_without_free_steps_there_is_no_such_option():
    assert [*found(step("tool", kind="technology"), options=(Option("mine"),))] == ["mine", "do-nothing"]


def test_only_what_is_live_can_be_stopped():
    assert "stop-and-exit" not in found(*pool())
    assert found(*pool(), live=True)["stop-and-exit"].exits
    assert "stop-and-exit" not in found(step("a"), live=True)


def test_without_any_option_all_steps_one_by_one_are_one():
    ours = found(step("b", after=("a",)), step("a"), step("old", done=START))
    assert ours["one-by-one"].order == ("a", "b")
    assert not ours["one-by-one"].barriers


def test_an_option_of_the_planner_takes_the_place_of_ours():
    ours = found(*pool(), options=(Option("do-nothing", order=("tool",)),))
    assert ours["do-nothing"].order == ("tool",)
    assert ours["do-nothing"].option is not None
