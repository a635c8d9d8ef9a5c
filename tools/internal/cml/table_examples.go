package cml

// The examples are whole documents, so that they can be checked like any other:
// each is valid and formatted.

const includeExample = `{
    include: [
        "//sys/net/net.shard.cml",
        "syslog/client.shard.cml",
    ],
}
`

const programExample = `{
    program: {
        runner: "elf",
        binary: "bin/echo",
        args: [ "--verbose" ],
        environ: [ "RUST_BACKTRACE=1" ],
    },
}
`

const childrenExample = `{
    children: [
        {
            name: "echo",
            url: "fuchsia-pkg://fuchsia.com/echo#meta/echo.cm",
        },
        {
            name: "session",
            url: "#meta/session.cm",
            startup: "eager",
            on_terminate: "reboot",
        },
    ],
}
`

const collectionsExample = `{
    collections: [
        {
            name: "sessions",
            durability: "transient",
            allowed_offers: "static_and_dynamic",
            persistent_storage: true,
        },
    ],
}
`

const environmentsExample = `{
    children: [
        {
            name: "starnix_runner",
            url: "#meta/starnix_runner.cm",
        },
        {
            name: "shell",
            url: "#meta/shell.cm",
            environment: "#linux",
        },
    ],
    environments: [
        {
            name: "linux",
            extends: "realm",
            runners: [
                {
                    runner: "starnix",
                    from: "#starnix_runner",
                },
            ],
            debug: [
                {
                    protocol: "fuchsia.debugdata.Publisher",
                    from: "parent",
                },
            ],
        },
    ],
}
`

const capabilitiesExample = `{
    capabilities: [
        { protocol: "fidl.examples.Echo" },
        {
            directory: "config",
            rights: [ "r*" ],
            path: "/config",
        },
        {
            storage: "cache",
            from: "parent",
            subdir: "cache",
            backing_dir: "mutable-data",
            storage_id: "static_instance_id_or_moniker",
        },
        { dictionary: "diagnostics" },
        {
            config: "fidl.examples.Greeting",
            type: "string",
            max_size: 64,
            value: "hello",
        },
    ],
}
`

const useExample = `{
    children: [
        {
            name: "echo",
            url: "#meta/echo.cm",
        },
    ],
    use: [
        {
            protocol: [
                "fuchsia.logger.LogSink",
                "fuchsia.net.name.Lookup",
            ],
        },
        {
            protocol: "fidl.examples.Echo",
            from: "#echo",
            availability: "optional",
        },
        {
            directory: "config-data",
            rights: [ "r*" ],
            path: "/config/data",
        },
        {
            storage: "data",
            path: "/data",
        },
        {
            event_stream: [
                "started",
                "stopped",
            ],
            scope: [ "#echo" ],
        },
        {
            config: "fidl.examples.Greeting",
            key: "greeting",
            type: "string",
            max_size: 64,
        },
    ],
}
`

const exposeExample = `{
    children: [
        {
            name: "echo",
            url: "#meta/echo.cm",
        },
        {
            name: "parrot",
            url: "#meta/parrot.cm",
        },
    ],
    capabilities: [
        { protocol: "fidl.examples.Control" },
    ],
    expose: [
        {
            protocol: "fidl.examples.Control",
            from: "self",
        },
        {
            protocol: "fidl.examples.Echo",
            from: "#echo",
            as: "fidl.examples.EchoOfThisRealm",
        },
        {
            service: "fidl.examples.Speaker",
            from: [
                "#echo",
                "#parrot",
            ],
        },
    ],
}
`

const offerExample = `{
    children: [
        {
            name: "echo",
            url: "#meta/echo.cm",
        },
    ],
    collections: [
        {
            name: "sessions",
            durability: "transient",
        },
    ],
    capabilities: [
        { dictionary: "diagnostics" },
    ],
    offer: [
        {
            protocol: "fuchsia.logger.LogSink",
            from: "parent",
            to: "self/diagnostics",
        },
        {
            dictionary: "diagnostics",
            from: "self",
            to: "all",
        },
        {
            protocol: "fidl.examples.Echo",
            from: "#echo",
            to: "#sessions",
        },
        {
            directory: "data",
            from: "parent",
            as: "echo-data",
            to: "#echo",
            rights: [ "r*" ],
            subdir: "echo",
        },
        {
            storage: [
                "cache",
                "data",
            ],
            from: "parent",
            to: [
                "#echo",
                "#sessions",
            ],
        },
    ],
}
`

const facetsExample = `{
    facets: {
        "fuchsia.test": { type: "hermetic" },
    },
}
`

const configExample = `{
    config: {
        greeting: {
            type: "string",
            max_size: 64,
        },
        verbose: {
            type: "bool",
            mutability: [ "parent" ],
        },
        ports: {
            type: "vector",
            max_count: 8,
            element: { type: "uint16" },
        },
    },
}
`
