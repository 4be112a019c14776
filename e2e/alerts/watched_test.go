package alerts

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watched is the example service, a process.
type watched struct {
	cmd         *exec.Cmd
	lines       *bufio.Reader
	jobs, debug string // addresses
}

func build(t *testing.T, dir, pkg string) string {
	binary := filepath.Join(t.TempDir(), filepath.Base(pkg)+".exe")
	cmd := exec.Command("go", "build", "-o", binary, pkg)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return binary
}

func startWatched(t *testing.T) *watched {
	binary := build(t, promDir, "./examples/watched")
	p := &watched{cmd: exec.Command(binary, "-v", "-addr", "127.0.0.1:0", "-debug", "127.0.0.1:0", "-max-age", "1ns", "-backoff", "1ms", "-grace", "1ms", "-linger", "10m", "-workers", "1")}
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	})
	p.lines = bufio.NewReader(stdout)
	p.debug = "http://" + p.await(t, `msg=listening for=debug addr=(\S+)`)
	p.jobs = "http://" + p.await(t, `msg=listening for=http addr=(\S+)`)
	return p
}

// await reads on to a line of the log that matches, and returns what is in parentheses.
func (p *watched) await(t *testing.T, pattern string) string {
	re := regexp.MustCompile(pattern)
	for {
		line, err := p.lines.ReadString('\n')
		if m := re.FindStringSubmatch(line); m != nil {
			return m[len(m)-1]
		}
		require.NoError(t, err, "no line matches %s", pattern)
	}
}

func (p *watched) post(t *testing.T, job string) {
	resp, err := http.Post(p.jobs+"/jobs", "text/plain", strings.NewReader(job))
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, http.StatusAccepted, resp.StatusCode)
}

func (p *watched) metrics(t *testing.T) string { return get(t, p.debug+"/metrics") }

func get(t *testing.T, url string) string {
	resp, err := http.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	return string(text)
}

func (p *watched) names(t *testing.T) map[string]bool { return metricNames(p.metrics(t)) }

func metricNames(page string) map[string]bool {
	names := make(map[string]bool)
	for line := range strings.SplitSeq(page, "\n") {
		names[nameOf(line)] = true
	}
	return names
}

func (p *watched) terminate(t *testing.T) {
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
}

// joins runs tether live against the service: it names the launch of the goroutines that
// the alert is about, and the tasks by their names.
func (p *watched) joins(t *testing.T) {
	tether := build(t, "../..", "./cmd/tether")
	run := func(args ...string) (report struct {
		Launches []struct {
			Class, File, Function string
			Live                  int
			Tasks                 []struct{ Name string }
		}
	}, code int) {
		cmd := exec.Command(tether, append([]string{"-C", promDir, "live", "-format", "json"}, args...)...)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			code = cmd.ProcessState.ExitCode()
		}
		require.NoError(t, json.Unmarshal(out, &report), "%v", err)
		return report, code
	}
	r, code := run("-fail-on", "untracked", "-min", "100", p.debug+"/debug/pprof/goroutine?debug=2")
	assert.Equal(t, 1, code)
	require.Len(t, r.Launches, 1)
	leak := r.Launches[0]
	assert.Equal(t, "detached examples/watched/main.go do 200", strings.Join([]string{leak.Class, leak.File, leak.Function, "200"}, " "))
	assert.Equal(t, 200, leak.Live)

	r, code = run(p.debug + "/debug/tasks")
	assert.Zero(t, code)
	var tasks []string
	for _, l := range r.Launches {
		assert.Equal(t, "tracked", l.Class)
		for _, task := range l.Tasks {
			tasks = append(tasks, task.Name)
		}
	}
	assert.ElementsMatch(t, []string{"worker-0", "http"}, tasks)
}
