"""IdkInfo: an IDK that the module extension brought."""

IdkInfo = provider(
    doc = "An IDK that the module extension `idk` brought.",
    fields = {
        "host": "string: the triple of the machines that its tools run on, such as " +
                "`x86_64-unknown-linux-gnu`.",
        "id": "string: its version; not to be taken apart.",
        "manifest": "File: `meta/manifest.json`.",
        "name": "string: the name of its repository.",
        "targets": "list[string]: the CPUs that it has prebuilt files for.",
    },
)
