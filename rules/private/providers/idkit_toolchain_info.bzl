"""IdkitToolchainInfo: the binary that all actions call."""

IdkitToolchainInfo = provider(
    doc = "The binary that all actions call.",
    fields = {
        "idkit": "FilesToRunProvider: the `idkit` binary, built for the execution platform.",
    },
)
