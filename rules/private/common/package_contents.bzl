"""What goes into a package: entries from labels, checked for two files at one place."""

load("//rules/private/common:messages.bzl", "bad_attribute", "bad_target", "canonical_label", "display_label")

def resource_entries(ctx, resources, attribute = "resources"):
    """Turns an attribute of labels and destinations into package entries.

    Args:
      ctx: rule context.
      resources: dict[Target, string], what is to be where in the package. A target with several
        files needs a destination that ends in `/`: a directory for all of them.
      attribute: string, the name of the attribute.

    Returns:
      list[struct(dest, file, label)].
    """
    entries = []
    for target, dest in resources.items():
        files = target[DefaultInfo].files.to_list()
        if dest.endswith("/"):
            entries += [_entry(target, dest + f.basename, f) for f in files]
        elif len(files) == 1:
            entries.append(_entry(target, dest, files[0]))
        else:
            bad_attribute(
                ctx.label,
                attribute,
                "{} with {} files for \"{}\"".format(display_label(target.label), len(files), dest),
                "one file, or a directory that ends in `/`",
                "write \"{}/\" for {}".format(dest, display_label(target.label)),
            )
    return entries

def _entry(target, dest, file):
    return struct(dest = dest, file = file, label = canonical_label(target.label))

def check_destinations(ctx, entries):
    """Fails if two different files are to be at one place of the package.

    Args:
      ctx: rule context.
      entries: list[struct(dest, file, label)].

    Returns:
      list of the entries without repetitions.
    """
    first = {}
    for entry in entries:
        other = first.setdefault(entry.dest, entry)
        if other.file != entry.file:
            bad_target(
                ctx.label,
                "two files are to be \"{}\" in the package: {} of {} and {} of {}".format(
                    entry.dest,
                    other.file.short_path,
                    display_label(other.label),
                    entry.file.short_path,
                    display_label(entry.label),
                ),
                "give one of them another destination",
            )
    return first.values()
