package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// A goEnv is what go env tells of the toolchain and of the target.
type goEnv struct {
	GOROOT, GOMODCACHE, GOWORK string
	GOVERSION, GOARCH          string

	all map[string]string
}

// build returns the settings that decide which files are built, and how.
func (e *goEnv) build() map[string]string {
	settings := make(map[string]string)
	for _, name := range []string{
		"GOVERSION", "GOROOT", "GOOS", "GOARCH", "GOFLAGS", "GOEXPERIMENT", "GODEBUG", "CGO_ENABLED",
		"GO386", "GOAMD64", "GOARM", "GOARM64", "GOMIPS", "GOMIPS64", "GOPPC64", "GORISCV64", "GOWASM",
		"GOFIPS140",
		"CC", "PKG_CONFIG", "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_LDFLAGS", // of what cgo makes
	} {
		settings[name] = e.all[name]
	}
	return settings
}

// startGoEnv runs go env aside, and returns a function that waits for it. It is
// to be called on each path, as the owner of what was started.
func startGoEnv(ctx context.Context, dir string, opts *Options) (wait func() (*goEnv, error)) {
	var env *goEnv
	var err error
	var reading sync.WaitGroup
	reading.Go(func() { env, err = readGoEnv(ctx, dir, opts) })
	return func() (*goEnv, error) {
		reading.Wait()
		return env, err
	}
}

func readGoEnv(ctx context.Context, dir string, opts *Options) (*goEnv, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "-json")
	cmd.Dir, cmd.Env = dir, opts.Env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	all := make(map[string]string)
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &all)
	}
	if err != nil {
		return nil, fmt.Errorf("go env: %w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	return &goEnv{
		GOROOT: all["GOROOT"], GOMODCACHE: all["GOMODCACHE"], GOWORK: all["GOWORK"],
		GOVERSION: all["GOVERSION"], GOARCH: all["GOARCH"],
		all: all,
	}, nil
}

// lookupEnv looks a variable up in an environment, nil being that of this process.
func lookupEnv(env []string, name string) string {
	if env == nil {
		return os.Getenv(name)
	}
	value := ""
	for _, v := range env { // the last counts
		if key, val, ok := strings.Cut(v, "="); ok && key == name {
			value = val
		}
	}
	return value
}

func (e *goEnv) inGOROOT(dir string) bool {
	return dir == "" || within(dir, filepath.Join(e.GOROOT, "src"))
}

func (e *goEnv) inModuleCache(dir string) bool { return within(dir, e.GOMODCACHE) }

func within(dir, root string) bool {
	return root != "" && (dir == root || strings.HasPrefix(dir, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)))
}

// sizes are those of the target, as the compiler lays values out.
func (e *goEnv) sizes() types.Sizes { return types.SizesFor("gc", e.GOARCH) }
