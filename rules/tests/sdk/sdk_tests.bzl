"""Analysis tests of atoms, molecules and IDKs."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("@bazel_skylib//rules:diff_test.bzl", "diff_test")
load("//rules:manifest.bzl", "component_manifest_shard")
load("//rules:providers.bzl", "AtomInfo", "IdkDirectoryInfo", "MoleculeInfo")
load("//rules:realm.bzl", "core_shard")
load("//rules:sdk.bzl", "idk", "idk_archive", "idk_merge", "sdk_atom", "sdk_config", "sdk_documentation", "sdk_host_tool", "sdk_molecule", "sdk_shards", "sdk_test_bundle")
load("//rules/tests/support:actions.bzl", "actions_test")
load("//rules/tests/support:failures.bzl", "failure_test")
load(":programs.bzl", "packed_program", "program_with_data")

_MANUAL = ["manual"]

def _atom_test_impl(ctx):
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    info = target[AtomInfo]
    asserts.equals(env, ctx.attr.id, info.id)
    asserts.equals(env, ctx.attr.idk_name, info.name)
    asserts.equals(env, ctx.attr.type, info.type)
    asserts.equals(env, ctx.attr.shards, info.shards)
    own = [f for f in target[MoleculeInfo].files.to_list() if f.label == str(info.label)]
    asserts.equals(env, ctx.attr.files, [f.dest for f in own])
    return analysistest.end(env)

_ATOM_TEST_ATTRS = {
    "files": attr.string_list(),
    "id": attr.string(),
    "idk_name": attr.string(),
    "shards": attr.string_list(),
    "type": attr.string(),
}

atom_test = analysistest.make(_atom_test_impl, attrs = _ATOM_TEST_ATTRS)

arm64_atom_test = analysistest.make(
    _atom_test_impl,
    attrs = _ATOM_TEST_ATTRS,
    config_settings = {"//command_line_option:platforms": str(Label("//rules/tests/sdk:arm64"))},
)

def _closure_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[MoleculeInfo]
    for field, want in {
        "atoms": ctx.attr.atoms,
        "goldens": ctx.attr.goldens,
        "molecules": ctx.attr.molecules,
    }.items():
        got = [e.label.rpartition(":")[2] for e in getattr(info, field).to_list()]
        asserts.equals(env, sorted(want), sorted(got), field)
    asserts.equals(env, len(ctx.attr.atoms), len(info.descriptions.to_list()))
    return analysistest.end(env)

closure_test = analysistest.make(_closure_test_impl, attrs = {
    "atoms": attr.string_list(),
    "goldens": attr.string_list(),
    "molecules": attr.string_list(),
})

def _directory_test_impl(ctx):
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    info = target[IdkDirectoryInfo]
    asserts.true(env, info.directory.is_directory)
    asserts.equals(env, target.label.name, info.directory.basename)
    for group in ["contents", "digests", "directory"]:
        asserts.equals(
            env,
            [getattr(info, group)],
            getattr(target[OutputGroupInfo], group).to_list(),
        )
    return analysistest.end(env)

directory_test = analysistest.make(_directory_test_impl)

def _update_test_impl(ctx):
    """The update must not depend on what is to be updated: that would fail."""
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    validation = getattr(target[OutputGroupInfo], "_validation", depset()) if OutputGroupInfo in target else depset()
    asserts.equals(env, [], validation.to_list())
    names = [f.basename for f in target[DefaultInfo].default_runfiles.files.to_list()]
    asserts.equals(env, ctx.attr.candidates, sorted([n for n in names if n.endswith(".api") or n.endswith(".contents")]))
    return analysistest.end(env)

update_test = analysistest.make(_update_test_impl, attrs = {"candidates": attr.string_list()})

def _declare_shards():
    component_manifest_shard(
        name = "syslog_client",
        src = "testdata/lib/syslog/client.shard.cml",
        include_path = "rules/tests/sdk/testdata/lib",
        tags = _MANUAL,
    )
    component_manifest_shard(
        name = "inspect_client",
        src = "testdata/lib/inspect/client.shard.cml",
        include_path = "rules/tests/sdk/testdata/lib",
        tags = _MANUAL,
        deps = [":syslog_client"],
    )
    core_shard(
        name = "logger",
        src = "testdata/lib/inspect/logger.core_shard.cml",
        include_path = "rules/tests/sdk/testdata/lib",
        tags = _MANUAL,
        deps = [":syslog_client"],
    )
    sdk_shards(
        name = "syslog",
        api = "golden/syslog.api",
        area = "Diagnostics",
        category = "partner",
        shards = [":syslog_client"],
        tags = _MANUAL,
    )
    sdk_shards(
        name = "inspect",
        api = "golden/none_yet.api",
        category = "partner",
        shards = [
            ":inspect_client",
            ":logger",
        ],
        tags = _MANUAL,
        deps = [":syslog"],
    )
    sdk_shards(
        name = "exempt",
        api_exempt = "an example",
        category = "partner",
        idk_name = "inspect",
        shards = [":inspect_client"],
        tags = _MANUAL,
        deps = [":syslog"],
    )

    component_manifest_shard(
        name = "speaker_client",
        src = "testdata/lib/speaker/client.shard.cml",
        include_path = "rules/tests/sdk/testdata/lib",
        tags = _MANUAL,
        deps = ["@base_test_idk//pkg/syslog:client"],
    )
    sdk_shards(
        name = "speaker",
        api_exempt = "an example",
        category = "partner",
        layers = ["@base_test_idk//:cmc_includes"],
        shards = [":speaker_client"],
        tags = _MANUAL,
    )

def _declare_others():
    sdk_atom(
        name = "fidl",
        api_contents = {"testdata/logger.fidl": "fidl/fuchsia.logger/logger.fidl"},
        api_exempt = "an example",
        area = "Diagnostics",
        category = "partner",
        files = {"testdata/logger.fidl": "fidl/fuchsia.logger/logger.fidl"},
        id = "sdk://fidl/fuchsia.logger",
        idk_name = "fuchsia.logger",
        meta_dest = "fidl/fuchsia.logger/meta.json",
        tags = _MANUAL,
        type = "fidl_library",
    )
    sdk_atom(
        name = "plugin",
        category = "partner",
        files = {"testdata/tool.sh": "tools/{host_cpu}/plugin"},
        id = "sdk://tools/{host_cpu}/plugin",
        meta = json.encode({
            "files": ["tools/{host_cpu}/plugin"],
            "name": "plugin",
            "root": "tools",
            "type": "companion_host_tool",
        }),
        meta_dest = "tools/{host_cpu}/plugin-meta.json",
        tags = _MANUAL,
        type = "companion_host_tool",
    )
    sdk_documentation(
        name = "guide",
        category = "partner",
        docs = {"testdata/guide.md": "docs/guide/"},
        tags = _MANUAL,
    )
    sdk_config(
        name = "config",
        src = "testdata/config.json",
        category = "partner",
        tags = _MANUAL,
    )
    packed_program(name = "packed", src = "testdata/tool.sh", tags = _MANUAL)
    program_with_data(name = "needy", src = "testdata/tool.sh", data = "testdata/guide.md", tags = _MANUAL)
    sdk_host_tool(
        name = "tool",
        category = "partner",
        program = "testdata/tool.sh",
        tags = _MANUAL,
    )
    sdk_test_bundle(
        name = "bundle",
        category = "partner",
        fuchsia_api_level = "30",
        program = ":packed",
        tags = _MANUAL,
    )

def _declare_idks():
    sdk_molecule(
        name = "molecule",
        category = "partner",
        tags = _MANUAL,
        deps = [
            ":exempt",
            ":guide",
        ],
    )
    idk(
        name = "test_idk",
        contents = "golden/test_idk.contents",
        host = "x86_64-unknown-linux-gnu",
        tags = _MANUAL,
        target_cpus = ["x64"],
        version = "1.2",
        deps = [
            ":bundle",
            ":config",
            ":fidl",
            ":molecule",
        ],
    )
    idk(
        name = "other_idk",
        host = "x86_64-unknown-linux-gnu",
        tags = _MANUAL,
        target_cpus = ["arm64"],
        version = "1.2",
        deps = [
            ":speaker",
            ":syslog",
        ],
    )
    idk_archive(name = "archive", idk = ":other_idk", tags = _MANUAL)
    idk_archive(name = "zstd", format = "tar.zst", idk = ":other_idk", tags = _MANUAL)
    idk_merge(
        name = "merged",
        idks = [
            ":archive",
            ":test_idk",
        ],
        tags = _MANUAL,
    )
    idk_merge(
        name = "unclear",
        idks = [":two_archives"],
        tags = _MANUAL,
    )
    native.filegroup(
        name = "two_archives",
        srcs = [
            ":archive",
            ":zstd",
        ],
        tags = _MANUAL,
    )
    native.filegroup(
        name = "two_files",
        srcs = [
            "testdata/guide.md",
            "testdata/tool.sh",
        ],
        tags = _MANUAL,
    )

def _declare_mistakes():
    sdk_shards(
        name = "two_folders",
        api_exempt = "an example",
        category = "partner",
        shards = [
            ":inspect_client",
            ":syslog_client",
        ],
        tags = _MANUAL,
    )
    component_manifest_shard(
        name = "at_top",
        src = "testdata/lib/syslog/client.shard.cml",
        include_path = "rules/tests/sdk/testdata/lib/syslog",
        tags = _MANUAL,
    )
    sdk_shards(
        name = "no_folder",
        api_exempt = "an example",
        category = "partner",
        shards = [":at_top"],
        tags = _MANUAL,
    )
    sdk_shards(
        name = "collection",
        api_exempt = "an example",
        category = "partner",
        shards = ["@base_test_idk//:cmc_includes"],
        tags = _MANUAL,
    )
    sdk_host_tool(
        name = "needy_tool",
        category = "partner",
        program = ":needy",
        tags = _MANUAL,
    )
    sdk_host_tool(
        name = "two_tools",
        category = "partner",
        program = ":two_files",
        tags = _MANUAL,
    )
    sdk_documentation(
        name = "unclear_docs",
        category = "partner",
        docs = {":two_files": "docs/file.md"},
        tags = _MANUAL,
    )

def _atom_tests():
    atom_test(
        name = "shards_test",
        size = "small",
        files = ["pkg/inspect/client.shard.cml", "pkg/inspect/logger.core_shard.cml"],
        id = "sdk://component_manifest/inspect",
        idk_name = "inspect",
        shards = ["pkg/inspect/client.shard.cml", "pkg/inspect/logger.core_shard.cml"],
        target_under_test = ":inspect",
        type = "data",
    )
    atom_test(
        name = "documentation_test",
        size = "small",
        files = ["docs/guide/guide.md"],
        id = "sdk://docs/guide",
        idk_name = "guide",
        target_under_test = ":guide",
        type = "documentation",
    )
    atom_test(
        name = "config_test",
        size = "small",
        files = ["data/config/config/config.json"],
        id = "sdk://data/config",
        idk_name = "config",
        target_under_test = ":config",
        type = "data",
    )
    atom_test(
        name = "test_bundle_test",
        size = "small",
        files = ["python/bundle/30/packed.bundle"],
        id = "sdk://python/bundle",
        idk_name = "bundle",
        target_under_test = ":bundle",
        type = "experimental_python_e2e_test",
    )
    native.platform(
        name = "arm64",
        constraint_values = [
            "@platforms//cpu:aarch64",
            "@platforms//os:linux",
        ],
    )
    arm64_atom_test(
        name = "tool_test",
        size = "small",
        files = ["tools/arm64/tool"],
        id = "sdk://tools/arm64/tool",
        idk_name = "tool",
        target_under_test = ":tool",
        type = "host_tool",
    )
    arm64_atom_test(
        name = "host_cpu_test",
        size = "small",
        files = ["tools/arm64/plugin"],
        id = "sdk://tools/arm64/plugin",
        target_under_test = ":plugin",
        type = "companion_host_tool",
    )
    actions_test(
        name = "atom_actions_test",
        size = "small",
        inputs = {
            "AtomApiCheck": ["syslog.api", "syslog.atom.json", "syslog_api.api"],
            "AtomBuild": ["client.shard.cml"],
            "FindingsShow": ["syslog.api_findings.json", "syslog.findings.json"],
        },
        mnemonics = ["AtomApiCheck", "AtomBuild", "FindingsShow"],
        outputs = {
            "AtomBuild": ["syslog.atom.json", "syslog.findings.json", "syslog_api.api"],
            "FindingsShow": ["syslog.validated"],
        },
        target_under_test = ":syslog",
    )
    actions_test(
        name = "no_golden_yet_test",
        size = "small",
        inputs = {"AtomApiCheck": ["inspect.atom.json", "inspect_api.api"]},
        mnemonics = ["AtomApiCheck", "AtomBuild", "FindingsShow"],
        target_under_test = ":inspect",
    )
    actions_test(
        name = "documentation_actions_test",
        size = "small",
        # A document is not read: an edit of one makes nothing anew but IDKs.
        inputs = {"AtomBuild": []},
        mnemonics = ["AtomBuild", "FindingsShow"],
        target_under_test = ":guide",
    )
    update_test(
        name = "api_update_test",
        size = "small",
        candidates = ["syslog_api.api"],
        target_under_test = ":syslog_api_update",
    )
    return [
        ":api_update_test",
        ":atom_actions_test",
        ":config_test",
        ":documentation_actions_test",
        ":documentation_test",
        ":host_cpu_test",
        ":no_golden_yet_test",
        ":shards_test",
        ":test_bundle_test",
        ":tool_test",
    ]

def _idk_tests():
    closure_test(
        name = "molecule_test",
        size = "small",
        atoms = ["exempt", "guide", "syslog"],
        goldens = ["syslog"],
        molecules = ["molecule"],
        target_under_test = ":molecule",
    )
    closure_test(
        name = "closure_test",
        size = "small",
        atoms = ["bundle", "config", "exempt", "fidl", "guide", "syslog"],
        goldens = ["syslog"],
        molecules = ["molecule", "test_idk"],
        target_under_test = ":test_idk",
    )
    actions_test(
        name = "molecule_actions_test",
        size = "small",
        inputs = {"AtomCheck": ["exempt.atom.json", "guide.atom.json", "syslog.atom.json"]},
        mnemonics = ["AtomCheck", "FindingsShow"],
        target_under_test = ":molecule",
    )
    actions_test(
        name = "idk_actions_test",
        size = "small",
        inputs = {
            "IdkContentsCheck": ["test_idk.contents", "test_idk.contents"],
            "IdkExport": ["client.shard.cml"] * 2 + ["config.json", "guide.md", "logger.fidl", "packed.bundle"] + [
                name + ".atom.json"
                for name in ["bundle", "config", "exempt", "fidl", "guide", "syslog"]
            ],
        },
        mnemonics = ["FindingsShow", "IdkContentsCheck", "IdkExport"],
        outputs = {
            "IdkExport": ["test_idk", "test_idk.contents", "test_idk.digests", "test_idk.report.json"],
        },
        target_under_test = ":test_idk",
    )
    actions_test(
        name = "archive_actions_test",
        size = "small",
        inputs = {"IdkArchive": ["other_idk"]},
        mnemonics = ["IdkArchive"],
        outputs = {"IdkArchive": ["zstd.tar.zst"]},
        target_under_test = ":zstd",
    )
    actions_test(
        name = "merge_actions_test",
        size = "small",
        inputs = {"IdkMerge": ["archive.tar.gz", "test_idk"]},
        mnemonics = ["IdkMerge"],
        outputs = {"IdkMerge": ["merged", "merged.contents", "merged.digests"]},
        target_under_test = ":merged",
    )
    directory_test(name = "idk_directory_test", size = "small", target_under_test = ":test_idk")
    directory_test(name = "merge_directory_test", size = "small", target_under_test = ":merged")
    update_test(
        name = "idk_update_test",
        size = "small",
        candidates = ["syslog_api.api", "test_idk.contents"],
        target_under_test = ":test_idk_update",
    )
    tests = [
        ":archive_actions_test",
        ":closure_test",
        ":idk_actions_test",
        ":idk_directory_test",
        ":idk_update_test",
        ":merge_actions_test",
        ":merge_directory_test",
        ":molecule_actions_test",
        ":molecule_test",
    ]
    for name in ["test_idk", "merged"]:
        native.filegroup(
            name = name + "_digests",
            srcs = [":" + name],
            output_group = "digests",
            tags = _MANUAL,
        )
        diff_test(
            name = name + "_golden_test",
            size = "small",
            file1 = "golden/{}.digests".format(name),
            file2 = ":{}_digests".format(name),
        )
        tests.append(":{}_golden_test".format(name))
    return tests

def _failure_tests():
    failures = {
        "collection": [
            "//rules/tests/sdk:collection: @base_test_idk//:cmc_includes stands for several shards of an IDK, " +
            "which is published already.",
            "Fix: buildozer 'remove shards @base_test_idk//:cmc_includes' //rules/tests/sdk:collection",
        ],
        "needy_tool": [
            "//rules/tests/sdk:needy_tool: attribute `program`: got //rules/tests/sdk:needy that needs " +
            "rules/tests/sdk/testdata/guide.md beside it, expected a program that is one file, for users " +
            "of the IDK get nothing else.",
            "Fix: embed what it needs, or link it statically",
        ],
        "no_folder": [
            "//rules/tests/sdk:no_folder: //rules/tests/sdk:at_top is included as \"client.shard.cml\", without " +
            "a folder, and a set is named after its folder.",
            "Fix: move the file to a folder below its `include_path`",
        ],
        "two_folders": [
            "//rules/tests/sdk:two_folders: its shards are included from the folders \"inspect\" " +
            "(//rules/tests/sdk:inspect_client) and \"syslog\" (//rules/tests/sdk:syslog_client), and a set has one.",
            "Fix: declare an sdk_shards for each folder",
        ],
        "two_tools": [
            "attribute `program`: got //rules/tests/sdk:two_files with 2 files, expected a program that is one file",
        ],
        "unclear": [
            "//rules/tests/sdk:unclear: attribute `idks`: got //rules/tests/sdk:two_archives with 2 files, " +
            "expected an IDK, or one archive of an IDK.",
        ],
        "unclear_docs": [
            "attribute `docs`: got //rules/tests/sdk:two_files with 2 files for \"docs/file.md\"",
        ],
    }
    for name, message in failures.items():
        failure_test(
            name = name + "_refused_test",
            size = "small",
            message = message,
            target_under_test = ":" + name,
        )
    return [":{}_refused_test".format(name) for name in failures]

def sdk_test_suite(name):
    """Declares the targets under test and the tests.

    Args:
      name: string, the name of the suite.
    """
    _declare_shards()
    _declare_others()
    _declare_idks()
    _declare_mistakes()
    native.test_suite(name = name, tests = _atom_tests() + _idk_tests() + _failure_tests())
