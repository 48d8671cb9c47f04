"""The fakes' promises: each line of the fidelity table has its tests here."""
