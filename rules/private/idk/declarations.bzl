"""Which of the tags that modules have count, and what is wrong with them."""

def choose_declarations(modules):
    """Decides which declaration of an IDK counts.

    Args:
      modules: list[struct(name, is_root, tags)], the root first if it takes part; `tags` is
        list[struct(tag, name, attributes)].

    Returns:
      struct(problem, tag, name, fix, chosen): `problem` is None, or one sentence about the tag; if
      None, `chosen` is dict[name, struct(tag, name, attributes)], sorted.
    """
    chosen = {}
    owners = {}
    for module in modules:
        mine = {}
        for t in module.tags:
            problem = _problem(module, t, mine)
            if problem:
                return struct(problem = problem.text, tag = t.tag, name = t.name, fix = problem.fix)
            mine[t.name] = t
            owner = owners.get(t.name)
            if not owner:
                chosen[t.name] = t
                owners[t.name] = module
            elif not owner.is_root and not module.is_root and chosen[t.name] != t:
                return struct(
                    fix = "declare \"{}\" in the root module: that counts for all".format(t.name),
                    name = t.name,
                    problem = "the modules {} and {} declare it differently".format(owner.name, module.name),
                    tag = t.tag,
                )
            elif module.is_root:
                chosen[t.name] = t
                owners[t.name] = module
    return struct(chosen = {name: chosen[name] for name in sorted(chosen)}, problem = None)

def _problem(module, t, mine):
    if t.name in mine:
        return struct(
            fix = "rename one of the two",
            text = "idk.{} of the module {} has the same name".format(mine[t.name].tag, module.name or "at the root"),
        )
    if t.tag == "local":
        if not module.is_root:
            return struct(
                fix = "use idk.archive, or use_extension(…, dev_dependency = True)",
                text = "the module {} is not the root, so it cannot know what is on this machine".format(module.name),
            )
        if not t.attributes["path"]:
            return struct(fix = "give the folder of an IDK", text = "`path` is empty")
        return None
    if not t.attributes["urls"]:
        return struct(fix = "give at least one URL", text = "`urls` is empty")
    if t.attributes["integrity"] and t.attributes["sha256"]:
        return struct(fix = "remove one of the two", text = "both `integrity` and `sha256` are given")
    return None

def layers_of(declarations, name):
    """Finds all layers below an IDK.

    Args:
      declarations: dict[name, struct(attributes)], see `choose_declarations`.
      name: string, the IDK.

    Returns:
      struct(problem, fix, names): `problem` is None, or one sentence; `names` are the layers, each
      after those below it.
    """
    done = {}

    # Depth first: what is on the stack twice is open the first time and done the second.
    open = {}
    stack = [name]
    for _ in range(1 << 30):
        if not stack:
            break
        top = stack[-1]
        if top in done:
            stack.pop()
            continue
        if top in open:
            done[top] = True
            stack.pop()
            continue
        open[top] = True
        for layer in reversed(declarations[top].attributes["layers"]):
            if layer not in declarations:
                return struct(
                    fix = "declare it, or correct the name; declared are: " + ", ".join(declarations),
                    problem = "its layer {} is not declared".format(json.encode(layer)),
                )
            if layer in open and layer not in done:
                return struct(
                    fix = "remove {} from the layers of {}".format(json.encode(layer), json.encode(top)),
                    problem = "its layers form a cycle by {}".format(json.encode(layer)),
                )
            stack.append(layer)
    return struct(names = [n for n in done if n != name], problem = None)
