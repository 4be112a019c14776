package driver

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// An overlay is files that are not read as they lie on disk: those of the go
// command's -overlay, which a user may have in GOFLAGS, and the unsaved buffers of an
// editor. The go command lists by it, and so all else here must read by it too.
type overlay struct {
	replaced map[string]string // files that stand for others, by name; "" for one that is not there
	contents map[string][]byte // of Options.Overlay, which go before
	dirs     map[string]bool   // in which any of them are
}

// An overlayFile is what -overlay names.
type overlayFile struct{ Replace map[string]string }

// readOverlay finds out what is overlaid in a run of the go command in dir.
func readOverlay(dir string, flags []string, contents map[string][]byte) (*overlay, error) {
	o := &overlay{replaced: make(map[string]string), contents: contents, dirs: make(map[string]bool)}
	abs := func(name string) string {
		if name == "" || filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(dir, name)
	}
	if file := overlayFlag(flags); file != "" {
		text, err := os.ReadFile(abs(file))
		if err != nil {
			return nil, fmt.Errorf("reading -overlay: %w", err)
		}
		var listed overlayFile
		if err := json.Unmarshal(text, &listed); err != nil {
			return nil, fmt.Errorf("reading -overlay=%s: %w", file, err)
		}
		for name, by := range listed.Replace {
			o.replaced[abs(name)] = abs(by)
		}
	}
	for name := range o.replaced {
		o.dirs[filepath.Dir(name)] = true
	}
	for name := range contents {
		o.dirs[filepath.Dir(name)] = true
	}
	return o, nil
}

// overlayFlag is the value of the last -overlay among flags, or "".
func overlayFlag(flags []string) (file string) {
	for _, f := range flags {
		if value, ok := strings.CutPrefix("-"+strings.TrimLeft(f, "-"), "-overlay="); ok {
			file = value
		}
	}
	return file
}

// splitFlags splits GOFLAGS, in which a flag may be quoted.
func splitFlags(s string) (flags []string) {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if s[0] == '\'' || s[0] == '"' {
			if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
				flags, s = append(flags, s[1:1+end]), s[2+end:]
				continue
			}
		}
		flag := strings.Fields(s)[0]
		flags, s = append(flags, flag), s[len(flag):]
	}
	return flags
}

// read is os.ReadFile as the go command sees the files; it is ready for a nil overlay.
func (o *overlay) read(name string) ([]byte, error) {
	if o == nil {
		return os.ReadFile(name)
	}
	if text, ok := o.contents[name]; ok {
		return text, nil
	}
	switch by, ok := o.replaced[name]; {
	case !ok:
		return os.ReadFile(name)
	case by == "":
		return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrNotExist}
	default:
		return os.ReadFile(by)
	}
}

// has reports whether a file is overlaid.
func (o *overlay) has(name string) bool {
	if o == nil {
		return false
	}
	_, replaced := o.replaced[name]
	_, given := o.contents[name]
	return replaced || given
}

// overlayFlags are the flags of a run among which -overlay may be, the last of which counts.
func (opts *Options) overlayFlags(env *goEnv) []string {
	return append(splitFlags(env.all["GOFLAGS"]), opts.BuildFlags...)
}

// listFlags are the flags of go list.
func (opts *Options) listFlags() []string { return slices.Concat(opts.BuildFlags, opts.overlaid) }

// writeOverlay writes the contents of Options.Overlay for the go command, together with
// what a user overlays, for of several flags it takes the last. remove is to be called
// when it has done its work.
func (opts *Options) writeOverlay(ctx context.Context) (remove func(), err error) {
	remove = func() {}
	if len(opts.Overlay) == 0 {
		return remove, nil
	}
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return remove, err
	}
	env, err := readGoEnv(ctx, dir, opts)
	if err != nil {
		return remove, err
	}
	o, err := readOverlay(dir, opts.overlayFlags(env), opts.Overlay)
	if err != nil {
		return remove, err
	}
	temp, err := os.MkdirTemp("", "tether-overlay-")
	if err != nil {
		return remove, err
	}
	remove = func() { _ = os.RemoveAll(temp) }
	all := overlayFile{o.replaced}
	for i, name := range slices.Sorted(maps.Keys(o.contents)) {
		file := filepath.Join(temp, strconv.Itoa(i)+".go")
		if err := os.WriteFile(file, o.contents[name], 0o600); err != nil {
			return remove, err
		}
		all.Replace[name] = file
	}
	text, err := json.Marshal(all)
	if err != nil {
		return remove, err
	}
	list := filepath.Join(temp, "overlay.json")
	opts.overlaid = []string{"-overlay=" + list}
	return remove, os.WriteFile(list, text, 0o600)
}

// ReadFile reads a source as the run has read it.
func (o *Outcome) ReadFile(name string) ([]byte, error) {
	for _, g := range o.graphs {
		if g.overlay.has(name) {
			return g.overlay.read(name)
		}
	}
	return os.ReadFile(name)
}

// Overlaid reports whether what the run has read of a file is not what is on disk.
func (o *Outcome) Overlaid(name string) bool {
	return slices.ContainsFunc(o.graphs, func(g *graph) bool { return g.overlay.has(name) })
}
