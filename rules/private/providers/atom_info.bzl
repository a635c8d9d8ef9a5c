"""AtomInfo: what can be published in an IDK."""

AtomInfo = provider(
    doc = "An atom: one thing that can be published in an IDK.",
    fields = {
        "category": "string: how public it is, such as `partner`.",
        "id": "string: its id, `sdk://` and a path.",
        "json": "File: its description, without the contents of its files.",
        "label": "Label: the target that owns it.",
        "name": "string: the name of its element in the IDK.",
        "shards": "list[string]: where its manifest shards are in the IDK.",
        "type": "string: the type of its part in the IDK, such as `data` for shards.",
    },
)
