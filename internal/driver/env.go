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
	} {
		settings[name] = e.all[name]
	}
	return settings
}

// startGoEnv runs go env aside, and returns a function that waits for it.
func startGoEnv(ctx context.Context, dir string, opts *Options) func() (*goEnv, error) {
	env, err, done := new(goEnv), error(nil), make(chan struct{})
	go func() {
		defer close(done)
		cmd := exec.CommandContext(ctx, "go", "env", "-json")
		cmd.Dir, cmd.Env = dir, opts.Env
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		var out []byte
		if out, err = cmd.Output(); err == nil {
			err = json.Unmarshal(out, &env.all)
			env.GOROOT, env.GOMODCACHE, env.GOWORK = env.all["GOROOT"], env.all["GOMODCACHE"], env.all["GOWORK"]
			env.GOVERSION, env.GOARCH = env.all["GOVERSION"], env.all["GOARCH"]
		}
		if err != nil {
			err = fmt.Errorf("go env: %w: %s", err, bytes.TrimSpace(stderr.Bytes()))
		}
	}()
	return func() (*goEnv, error) {
		<-done
		if err != nil {
			return nil, err
		}
		return env, nil
	}
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
