"""The conversion of term tables into packs: what `tools/build_packs.py` is made of."""
