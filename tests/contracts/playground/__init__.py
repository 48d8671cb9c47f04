"""The fakes keep their promises: each line of the fidelity table has its tests here."""
