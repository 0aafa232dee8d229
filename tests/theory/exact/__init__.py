"""Exact results for queues, from formulas and Markov chains, each with its source.

Nothing here knows Stovepipe's engine: these are the answers that it is held to. Every rate is per unit of
time and every time is in that unit; which unit is the caller's choice. Reports occur as a Poisson process and
work is exponential unless a function says otherwise.

    chain            continuous-time Markov chains: build, stationary, transient, absorbing
    erlang           M/M/c and M/M/c/K
    priority         M/G/1, precedence in M/G/1 and in M/M/c, interrupting or not
    expiry           M/M/c with deadlines (Erlang-A) and its incidence curves
    priority_expiry  two precedences with deadlines
    any_of           the first of several independent ways
    on_off           a server that is on and off in turn
    race             deadlines, then a hurdle, then a second station
    tandem           deadlines that run on through two queues
    jackson          networks with routing and rework
    varying          rates and rosters that change with the hour
    shifts           a roster that drops, under each shift rule
    learning         proficiency that changes, read at the start of each service
    transient        the n-th report after an empty start
    batching         batches by size, and the queue they feed
    set_up           a server that goes away when nothing waits, and is called back
    turnover         the mean proficiency of those who pass through a post

Books: Gross, Shortle, Thompson & Harris (2008) is *Fundamentals of Queueing Theory*, 4th edition.
"""
