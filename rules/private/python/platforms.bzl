"""The platforms that there are Python runtimes for, by the names that tags and repositories use."""

# Adding one needs a stub for its processor, see tools/internal/pybundle/stub.
PLATFORMS = {
    "linux_x86_64": struct(
        constraints = ["@platforms//os:linux", "@platforms//cpu:x86_64"],
        # What the Go module calls it.
        go = "linux-amd64",
    ),
}
