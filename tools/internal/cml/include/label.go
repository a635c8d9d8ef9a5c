package include

import "strings"

// DisplayLabel returns a canonical label, such as "@@//sys/net:net", as people
// write it: "//pkg:x" in the main repository, "@name//pkg:x" elsewhere. The
// name of a repository is the last part of its canonical name, for the name
// that the user gave it is not known.
func DisplayLabel(label string) string {
	repo, target, ok := strings.Cut(label, "//")
	if !ok {
		return label
	}
	if repo = displayRepo(repo); repo != "" {
		repo = "@" + repo
	}
	return repo + "//" + target
}

// displayRepo returns the last part of a canonical repository name; a module's
// own repository ends in a separator, which is no part.
func displayRepo(repo string) string {
	repo = strings.TrimRight(strings.TrimLeft(repo, "@"), "+~")
	return repo[strings.LastIndexAny(repo, "+~")+1:]
}

// isMain says whether a canonical label is in the main repository.
func isMain(label string) bool {
	return strings.HasPrefix(strings.TrimLeft(label, "@"), "//")
}
