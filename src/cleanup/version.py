"""The version of the program, as it stands in rounds and manifests."""

VERSION = "0.1.0"
