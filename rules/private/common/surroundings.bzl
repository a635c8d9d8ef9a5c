"""What is around a realm: the packages of its product, the components that run as its children."""

load("//rules/private/common:messages.bzl", "bad_attribute", "canonical_label", "display_label")
load("//rules/private/providers:component_manifest_info.bzl", "ComponentManifestInfo")
load("//rules/private/providers:component_package_info.bzl", "ComponentPackageInfo")

def realm_surroundings(ctx):
    """Reads the attributes `packages` and `children` of a realm.

    Of packages only the URL counts, and of components the compiled manifest: checking a realm
    builds nothing else of them.

    Args:
      ctx: context of a rule with these attributes.

    Returns:
      struct(packages: list[string], the URLs; package_lists: list[File]; children:
      list[struct(file, label, package, resource)], where `package` is a URL or empty).
    """
    packages = []
    package_lists = []
    for target in ctx.attr.packages:
        if ComponentPackageInfo in target:
            packages.append(_url(target[ComponentPackageInfo]))
        else:
            package_lists += _files(ctx, "packages", target, ".txt", "packages")
    children = []
    for target in ctx.attr.children:
        children += _manifests(ctx, target)
    return struct(
        children = children,
        package_lists = package_lists,
        packages = packages,
    )

def _url(package):
    return "fuchsia-pkg://{}/{}".format(package.repository, package.package_name)

def _manifests(ctx, target):
    label = canonical_label(target.label)
    if ComponentPackageInfo in target:
        package = target[ComponentPackageInfo]
        return [
            _manifest(label, c.compiled_manifest, c.component_name, _url(package))
            for c in package.components
        ]
    if ComponentManifestInfo in target:
        component = target[ComponentManifestInfo]
        return [_manifest(label, component.compiled_manifest, component.component_name, "")]
    return [
        _manifest(label, f, f.basename.removesuffix(".cm"), "")
        for f in _files(ctx, "children", target, ".cm", "packages, component manifests")
    ]

def _files(ctx, attribute, target, extension, others):
    """Returns the files of a target that is nothing else, which must have an extension."""
    files = target[DefaultInfo].files.to_list()
    if not files or [f for f in files if not f.basename.endswith(extension)]:
        bad_attribute(
            ctx.label,
            attribute,
            display_label(target.label),
            "{} or {} files".format(others, extension),
            "buildozer 'remove {} {}' {}".format(
                attribute,
                display_label(target.label),
                display_label(ctx.label),
            ),
        )
    return files

def _manifest(label, file, component_name, package):
    return struct(
        file = file,
        label = label,
        package = package,
        resource = "meta/{}.cm".format(component_name),
    )
