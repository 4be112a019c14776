package tracked_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/tetherlint/tether/tracked"
)

// crashes are programs that die of a panic; the test runs itself as each.
var crashes = map[string]func(){
	"go": func() {
		tracked.Go(bg, "doomed", func(context.Context) error { panic("boom") })
		_ = tracked.Wait()
		fmt.Println("Wait returned before the crash")
		os.Exit(0)
	},
	"handle": func() {
		t := tracked.Start(bg, "doomed")
		go func() {
			defer t.Done()
			panic(errors.New("boom"))
		}()
		_ = tracked.Wait()
		fmt.Println("Wait returned before the crash")
		os.Exit(0)
	},
	"restart": func() {
		g := tracked.New(tracked.Options{})
		g.GoWith(bg, "doomed", tracked.TaskOptions{Restart: &tracked.Restart{}}, func(context.Context) error {
			var none map[string]int
			none["boom"] = 1
			return nil
		})
		_ = g.Shutdown(bg)
		os.Exit(0)
	},
	"hook": func() {
		g := tracked.New(tracked.Options{OnEvent: func(e tracked.Event) {
			var p *tracked.PanicError
			if e.Kind == tracked.EventPanicked && errors.As(e.Err, &p) {
				fmt.Printf("hook: %v, stack %t\n", p.Value, strings.Contains(string(p.Stack), "crash_test.go"))
			}
		}})
		g.Go(bg, "doomed", func(context.Context) error { panic("boom") })
		_ = g.Wait()
	},
}

func TestMain(m *testing.M) {
	if crash, ok := crashes[os.Getenv("TRACKED_TEST_CRASH")]; ok {
		crash()
	}
	os.Exit(m.Run())
}

func TestPanicCrashesAsAGoroutineDoes(t *testing.T) {
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("no processes here")
	}
	self, err := os.Executable()
	noError(t, err)
	for name := range crashes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(self)
			cmd.Env = append(os.Environ(), "TRACKED_TEST_CRASH="+name)
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 2 {
				t.Errorf("the program ended with %v, want exit status 2", err)
			}
			contains(t, string(out), "panic: ", "panic in task doomed", "crash_test.go:", "goroutine ")
			if name == "restart" {
				contains(t, string(out), "assignment to entry in nil map")
			} else {
				contains(t, string(out), "boom")
			}
			if name == "hook" {
				contains(t, string(out), "hook: boom, stack true")
			}
			if strings.Contains(string(out), "Wait returned") {
				t.Errorf("who waited went on:\n%s", out)
			}
		})
	}
}
