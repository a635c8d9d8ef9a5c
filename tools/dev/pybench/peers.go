package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// peer is a packer that a package registry offers.
type peer struct {
	name string
	// build makes a program of main.py in the current directory with the tools in
	// bin and returns what to run.
	build func(bin string) (commands [][]string, run []string)
}

var peers = []peer{
	{"pyinstaller", func(bin string) ([][]string, []string) {
		return [][]string{{bin + "/pyinstaller", "--onefile", "--name", "packed", "main.py"}}, []string{"./dist/packed"}
	}},
	{"nuitka", func(bin string) ([][]string, []string) {
		return [][]string{{bin + "/python", "-m", "nuitka", "--onefile", "--assume-yes-for-downloads", "--output-filename=packed", "main.py"}}, []string{"./packed"}
	}},
	{"pex", func(bin string) ([][]string, []string) {
		return [][]string{{bin + "/pex", "--executable", "main.py", "--output-file", "packed"}}, []string{bin + "/python", "packed"}
	}},
	{"shiv", func(bin string) ([][]string, []string) {
		return [][]string{
			{bin + "/python", "-c", shivProject},
			{bin + "/shiv", "--python", bin + "/python", "--entry-point", "entry:run", "--output-file", "packed", "."},
		}, []string{bin + "/python", "packed"}
	}},
	{"zipapp", func(bin string) ([][]string, []string) {
		return [][]string{
			{bin + "/python", "-c", `import os, shutil; os.mkdir("app"); shutil.copy("main.py", "app/__main__.py")`},
			{bin + "/python", "-m", "zipapp", "app", "-o", "packed"},
		}, []string{bin + "/python", "packed"}
	}},
}

// shivProject writes the project that shiv installs: it wants a function to call.
const shivProject = `
open("pyproject.toml", "w").write('[project]\nname = "main"\nversion = "1"\n[tool.setuptools]\npy-modules = ["main", "entry"]\n')
open("entry.py", "w").write('import runpy\n\n\ndef run():\n    runpy.run_module("main", run_name="__main__", alter_sys=True)\n')
`

func peerNames() []string {
	var names []string
	for _, p := range peers {
		names = append(names, p.name)
	}
	return names
}

// contender installs a peer, if it is not there yet, and packs a workload.
func (p peer) contender(ctx context.Context, b *bench, workload string) (contender, error) {
	dir := filepath.Join(b.dir, p.name+"-"+workload)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return contender{}, err
	}
	source, err := os.ReadFile(b.source(workload))
	if err != nil {
		return contender{}, err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.py"), source, 0o644); err != nil {
		return contender{}, err
	}
	bin, err := b.tools(ctx, p.name)
	if err != nil {
		return contender{}, err
	}
	commands, run := p.build(bin)
	for _, command := range commands {
		if err := b.command(ctx, dir, command...); err != nil {
			return contender{}, err
		}
	}
	packed := slices.IndexFunc(run, func(arg string) bool { return strings.Contains(arg, "packed") })
	run[packed] = filepath.Join(dir, run[packed])
	info, err := os.Stat(run[packed])
	if err != nil {
		return contender{}, err
	}
	name := p.name
	if packed > 0 {
		name += " (on an installed Python)"
	}
	return contender{name: name, command: run, size: info.Size(), env: []string{"HOME=" + b.dir}}, nil
}

// tools returns the folder of programs of a virtual environment with a peer.
func (b *bench) tools(ctx context.Context, name string) (string, error) {
	env := filepath.Join(b.dir, "env-"+name)
	bin := filepath.Join(env, "bin")
	if _, err := os.Stat(env); err == nil {
		return bin, nil
	}
	// Relocatable interpreters have no pip of their own.
	if err := b.command(ctx, b.dir, b.python, "-m", "venv", "--without-pip", env); err != nil {
		return "", err
	}
	if name == "zipapp" {
		return bin, nil
	}
	return bin, b.command(ctx, b.dir, "python3", "-m", "pip", "--python", filepath.Join(bin, "python"), "install", "--quiet", name)
}

// command runs one step of a preparation; what it prints is shown when it fails.
func (b *bench) command(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(output)), "\n")
		return fmt.Errorf("%s: %w: %s", filepath.Base(args[0]), err, lines[len(lines)-1])
	}
	return nil
}
