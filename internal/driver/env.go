package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/types"
	"os/exec"
	"path/filepath"
	"strings"
)

// A goEnv is the part of go env that decides which files are built, and how.
type goEnv struct {
	GOROOT, GOMODCACHE, GOWORK string

	GOVERSION, GOOS, GOARCH   string
	GOFLAGS, GOEXPERIMENT     string
	CGO_ENABLED, GO386, GOARM string
	GOAMD64, GOARM64, GOPPC64 string
	GOMIPS, GOMIPS64, GOWASM  string
	GORISCV64, GODEBUG        string
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
			err = json.Unmarshal(out, env)
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

func (e *goEnv) inGOROOT(dir string) bool {
	return dir == "" || within(dir, filepath.Join(e.GOROOT, "src"))
}

func (e *goEnv) inModuleCache(dir string) bool { return within(dir, e.GOMODCACHE) }

func within(dir, root string) bool {
	return root != "" && (dir == root || strings.HasPrefix(dir, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)))
}

// sizes are those of the target, as the compiler lays values out.
func (e *goEnv) sizes() types.Sizes { return types.SizesFor("gc", e.GOARCH) }
