package docs

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"github.com/tetherlint/tether/internal/config"
)

// A sample shows how a key is used, and a mistake that is made with it. What tether
// says of the mistake is asked when the page is made.
type sample struct{ example, mistake string }

// samples has one for each key of the config, named with the section that it is in.
var samples = map[string]sample{
	"version":   {"version: 1", "version: 2"},
	"extends":   {"extends: ../.tether.yml", "extends: [../.tether.yml]"},
	"profile":   {"profile: claims", "profile: claim"},
	"accept":    {"accept: bound", "accept: detached"},
	"tests":     {"tests: true", "tests: some"},
	"generated": {"generated: true", "generated: 1"},
	"helpers":   {"helpers:\n  - launch: github.com/acme/app/task.Go\n    call: task.Go(ctx, name, func(ctx context.Context) error)", "helpers:\n  - call: task.Go(func())"},
	"launchers": {"launchers:\n  - call: github.com/acme/app/cron.Every\n    handle: 0", "launchers:\n  - handle: 0"},
	"resources": {"resources:\n  - open: github.com/acme/app/memcache.Dial\n    release: Close", "resources:\n  - open: github.com/acme/app/memcache.Dial"},
	"rules":     {"rules:\n  unclosed/leak: error\n  undeferred: warn\n  raw-go: off", "rules:\n  rawgo: off"},
	"exclude":   {"exclude:\n  - path: internal/legacy/**\n    rules: [untracked/raw-go]\n    reason: migrated in Q3\n    until: 2027-03-31", "exclude:\n  - path: internal/legacy/**"},

	"helpers: launch":  {"helpers:\n  - launch: (*github.com/acme/app/stop.Stopper).RunAsyncTask", "helpers:\n  - launch: stop.Stopper.RunAsyncTask"},
	"helpers: call":    {"helpers:\n  - launch: (*github.com/acme/app/stop.Stopper).RunAsyncTask\n    call: stopper.RunAsyncTask(ctx, name, func(ctx context.Context))", "helpers:\n  - launch: github.com/acme/app/task.Go\n    call: task.Go(ctx, name)"},
	"helpers: wait":    {"helpers:\n  - launch: (*github.com/acme/app/stop.Stopper).RunAsyncTask\n    wait: Stop", "helpers:\n  - launch: (*github.com/acme/app/stop.Stopper).RunAsyncTask\n    wait: Stop()"},
	"helpers: fn":      {"helpers:\n  - launch: github.com/acme/app/task.Go\n    fn: 1", "helpers:\n  - launch: github.com/acme/app/task.Go\n    fn: first"},
	"helpers: refuses": {"helpers:\n  - launch: (*github.com/acme/app/pool.Pool).TrySubmit\n    refuses: true", "helpers:\n  - launch: (*github.com/acme/app/pool.Pool).TrySubmit\n    refuses: sometimes"},
	"helpers: scope":   {"helpers:\n  - launch: github.com/acme/app/task.Go\n    scope: [internal/server/**]", "helpers:\n  - launch: github.com/acme/app/task.Go\n    scope: [internal/server/...]"},
	"helpers: start":   {"helpers:\n  - start: (*github.com/acme/app/stop.Stopper).GetHandle\n    done: Release", "helpers:\n  - start: (*github.com/acme/app/stop.Stopper).GetHandle"},
	"helpers: done":    {"helpers:\n  - start: github.com/acme/app/task.Start\n    done: Done", "helpers:\n  - launch: github.com/acme/app/task.Go\n    done: Done"},
	"helpers: deny":    {"helpers:\n  - deny: (*golang.org/x/sync/errgroup.Group).Go", "helpers:\n  - deny: errgroup"},

	"launchers: call":   {"launchers:\n  - call: github.com/acme/app/cron.Every", "launchers:\n  - call: Every"},
	"launchers: handle": {"launchers:\n  - call: github.com/acme/app/cron.Every\n    handle: 1", "launchers:\n  - call: github.com/acme/app/cron.Every\n    handle: -1"},

	"resources: open":    {"resources:\n  - open: (*github.com/acme/app/db.Pool).Begin\n    release: [Commit, Rollback]", "resources:\n  - open: github.com/acme/app/db.Pool.Begin\n    release: Commit"},
	"resources: release": {"resources:\n  - open: github.com/acme/app/memcache.Dial\n    release: [Close, github.com/acme/app/memcache.Put]", "resources:\n  - open: github.com/acme/app/memcache.Dial\n    release: c.Close()"},
	"resources: result":  {"resources:\n  - open: github.com/acme/app/lock.Take\n    release: Unlock\n    result: 1", "resources:\n  - open: github.com/acme/app/lock.Take\n    release: Unlock\n    result: second"},
	"resources: field":   {"resources:\n  - open: github.com/acme/app/api.Get\n    release: Close\n    field: Body", "resources:\n  - open: github.com/acme/app/api.Get\n    release: Close\n    field: .Body"},
	"resources: kind":    {"resources:\n  - open: github.com/acme/app/zip.NewWriter\n    release: Close\n    kind: flush", "resources:\n  - open: github.com/acme/app/zip.NewWriter\n    release: Close\n    kind: data"},
	"resources: ignore":  {"resources:\n  - ignore: (*github.com/acme/app/pool.Pool).Get", "resources:\n  - ignore: (*github.com/acme/app/pool.Pool).Get\n    release: Close"},

	"exclude: path":   {"exclude:\n  - path: cmd/**\n    reason: programs that run once", "exclude:\n  - path: cmd/...\n    reason: programs that run once"},
	"exclude: callee": {"exclude:\n  - callee: net/http.Serve\n    rules: [raw-go]\n    reason: serves as long as the process lives", "exclude:\n  - callee: http.Server.Serve\n    reason: serves as long as the process lives"},
	"exclude: rules":  {"exclude:\n  - path: cmd/**\n    rules: [raw-go, leak]\n    reason: programs that run once", "exclude:\n  - path: cmd/**\n    rules: raw-go\n    reason: programs that run once"},
	"exclude: reason": {"exclude:\n  - path: cmd/**\n    reason: programs that run once", "exclude:\n  - path: cmd/**\n    reason: \"\""},
	"exclude: until":  {"exclude:\n  - path: cmd/**\n    reason: rewritten by then\n    until: 2027-03-31", "exclude:\n  - path: cmd/**\n    reason: rewritten by then\n    until: spring"},
}

const configurationHead = `# Configuration

<!-- Generated by "make docs" from what reads the file. -->

tether needs no config: without one it reports every raw ` + "`go`" + ` statement and every resource that is not closed on some path. ` + "`.tether.yml`" + ` says what a team has decided.

* **Where.** In the root of the module, or nearer to the code. The nearest one, found by walking up from a package's directory to the root of the module and then of the repository, is the one that counts, for itself alone; ` + "`extends`" + ` makes it build on another. ` + "`-config FILE`" + ` names one.
* **To begin.** ` + "`tether init`" + ` writes one, made from what is in the code. ` + "`-profile`" + ` and ` + "`-accept`" + ` try these two keys without a file.
* **To see what holds.** ` + "`tether config`" + ` prints the settings that hold in a directory, and where each comes from. ` + "`tether config -schema`" + ` prints a JSON Schema, for editors.
* **Mistakes.** An unknown key, a wrong type or a bad value is an error, with file, line and column, and exit code 2; so is what does not fit the code, as a helper that takes no function. A function that does not exist, an ` + "`exclude`" + ` that matches nothing and a ` + "`deny`" + ` that has no effect are warnings.
* **In golangci-lint** the same keys are settings of the plugin ([golangci-lint.md](golangci-lint.md)).

Functions are named ` + "`pkg.Func`, `(*pkg.T).Method` or `(pkg.T).Method`" + `, with the import path of the package and without type arguments. Paths are [globs](https://github.com/bmatcuk/doublestar#patterns), relative to the directory of the file: ` + "`legacy/**`" + ` is all below a directory, ` + "`legacy`" + ` alone matches nothing.
`

// Configuration is docs/configuration.md: every key with its meaning, its default, an
// example and a mistake, with what tether says of it.
func Configuration() string {
	var b strings.Builder
	b.WriteString(configurationHead)
	t := reflect.TypeFor[config.File]()
	section(&b, "", t)
	for i := range t.NumField() {
		if f := t.Field(i); f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			section(&b, f.Tag.Get("json"), f.Type.Elem())
		}
	}
	return b.String()
}

// section writes the keys of one mapping.
func section(b *strings.Builder, name string, t reflect.Type) {
	if name == "" {
		b.WriteString("\n## The file\n")
	} else {
		fmt.Fprintf(b, "\n## An entry of `%s`\n", name)
	}
	for i := range t.NumField() {
		f := t.Field(i)
		key := f.Tag.Get("json")
		if key == "" { // says which keys go together
			if forms := cmp.Or(f.Tag.Get("oneOf"), f.Tag.Get("anyOf")); forms != "" {
				fmt.Fprintf(b, "\nIt has %s.\n", oneOf(forms))
			}
			continue
		}
		full := strings.TrimPrefix(name+": "+key, ": ")
		s := samples[full]
		fmt.Fprintf(b, "\n### %s\n\n%s\n\n", full, f.Tag.Get("doc"))
		if values := f.Tag.Get("enum"); values != "" {
			fmt.Fprintf(b, "One of `%s`. ", strings.ReplaceAll(values, ",", "`, `"))
		}
		fmt.Fprintf(b, "Default: %s.\n\n", defaultOf(f))
		fmt.Fprintf(b, "```yaml\n%s\n```\n\nA mistake:\n\n```yaml\n%s\n```\n\n```\n%s\n```\n", s.example, s.mistake, complaint(s.mistake))
	}
}

func oneOf(forms string) string {
	list := strings.Split(forms, ";")
	for i, form := range list {
		list[i] = "`" + strings.ReplaceAll(form, ",", "` and `") + "`"
	}
	return strings.Join(list, ", or ")
}

func defaultOf(f reflect.StructField) string {
	if d := cmp.Or(f.Tag.Get("default"), f.Tag.Get("const")); d != "" {
		return "`" + d + "`"
	}
	return "none"
}

// complaint is what tether says of a config; "" of one that is in order.
func complaint(src string) string {
	_, err := config.Parse(config.FileName, ".", []byte(src))
	if err == nil {
		return ""
	}
	return err.Error()
}
