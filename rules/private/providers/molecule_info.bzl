"""MoleculeInfo: a group of atoms, or one with what it depends on."""

load("//rules/private/common:messages.bzl", "canonical_label")

MoleculeInfo = provider(
    doc = "Atoms and all that they depend on. A single atom is such a group, too.",
    fields = {
        "atoms": "depset[struct(label, json)]: the canonical label and the description of each atom.",
        "descriptions": "depset[File]: the descriptions of `atoms`.",
        "files": "depset[struct(label, dest, file)]: the files of all atoms: whose each is, and " +
                 "where it is in an IDK.",
        "goldens": "depset[struct(label, path, candidate)]: the API goldens: whose each is, its path " +
                   "in the workspace, and what it should be.",
        "inputs": "depset[File]: the files of `files`.",
        "label": "Label: the target that owns the group.",
        "molecules": "depset[struct(label, category, deps)]: this group, if it is none of a single " +
                     "atom, and all below it.",
    },
)

def join_molecules(label, molecules, category):
    """Makes one group of several.

    Args:
      label: Label, the target that owns it.
      molecules: list[MoleculeInfo].
      category: string, the most private category that an atom may have; empty for any.

    Returns:
      MoleculeInfo.
    """
    return MoleculeInfo(
        atoms = depset(transitive = [m.atoms for m in molecules]),
        descriptions = depset(transitive = [m.descriptions for m in molecules]),
        files = depset(transitive = [m.files for m in molecules]),
        goldens = depset(transitive = [m.goldens for m in molecules]),
        inputs = depset(transitive = [m.inputs for m in molecules]),
        label = label,
        molecules = depset(
            [struct(
                category = category,
                deps = tuple([canonical_label(m.label) for m in molecules]),
                label = canonical_label(label),
            )],
            transitive = [m.molecules for m in molecules],
        ),
    )
