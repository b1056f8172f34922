"""Rules for what a player asks of its viewer while the item stands."""

from __future__ import annotations

from ui.player.looks import Looks


class Asked:
    """Notes what is asked for, and stands at a time."""

    def __init__(self) -> None:
        self.looks: list[tuple[int, int]] = []
        self.here = 0

    def __call__(self, t_ns: int, steps: int) -> int:
        self.looks.append((t_ns, steps))
        return len(self.looks)


def test_of_what_is_asked_for_meanwhile_only_the_newest_counts() -> None:
    asked = Asked()
    looks = Looks(asked, lambda: asked.here)
    for t_ns in (1, 2, 3, 4):
        looks.want(t_ns)
    looks.answered()
    assert asked.looks == [(1, 0), (4, 0)]
    looks.answered()
    assert looks.number is None


def test_steps_that_wait_add_up_and_are_taken_from_where_it_stands_then() -> None:
    asked = Asked()
    looks = Looks(asked, lambda: asked.here)
    for count in (1, 1, 1, -1):
        looks.step(count)
    asked.here = 40
    looks.answered()
    assert asked.looks == [(0, 1), (40, 1)]
    assert looks.steps


def test_a_seek_takes_the_place_of_steps_that_wait() -> None:
    asked = Asked()
    looks = Looks(asked, lambda: asked.here)
    looks.step(1)
    looks.step(1)
    looks.want(90)
    looks.answered()
    assert asked.looks[-1] == (90, 0)
    assert not looks.steps


def test_what_waits_goes_before_the_exact_picture_of_an_older_look() -> None:
    asked = Asked()
    looks = Looks(asked, lambda: asked.here)
    looks.want(1)
    looks.go_on()
    assert looks.number == 1
    looks.want(2)
    looks.go_on()
    assert (looks.number, asked.looks[-1]) == (2, (2, 0))


def test_what_is_forgotten_is_not_asked_for_later() -> None:
    asked = Asked()
    looks = Looks(asked, lambda: asked.here)
    looks.want(1)
    looks.want(2)
    looks.forget()
    looks.answered()
    assert asked.looks == [(1, 0)]
