"""Prints the number of rows in which numpy disagrees."""
import sys

import numpy as np

ours = np.genfromtxt(sys.argv[1], delimiter=",", dtype=None, encoding="ascii",
                     names=["day", "working", "n", "plus", "minus", "forward", "back", "between"])
rest = np.array(open(sys.argv[2]).read().split(), dtype="datetime64[D]")
# numpy knows no make-up days: a week of seven working days, and every day of rest a holiday
calendar = np.busdaycalendar(weekmask="1111111", holidays=rest)
day = ours["day"].astype("datetime64[D]")
n = ours["n"]
one = np.timedelta64(1, "D")
wrong = np.busday_offset(day, n, roll="backward", busdaycal=calendar) != ours["plus"].astype("datetime64[D]")
wrong |= np.busday_offset(day, -n, roll="forward", busdaycal=calendar) != ours["minus"].astype("datetime64[D]")
wrong |= np.busday_offset(day, 0, roll="forward", busdaycal=calendar) != ours["forward"].astype("datetime64[D]")
wrong |= np.busday_offset(day, 0, roll="backward", busdaycal=calendar) != ours["back"].astype("datetime64[D]")
wrong |= np.busday_count(day + one, day + 3 * n * one + one, busdaycal=calendar) != ours["between"]
wrong |= np.is_busday(day, busdaycal=calendar) != (ours["working"] == 1)
print(int(wrong.sum()) if len(ours) > 40000 else "too few rows")
