//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/tetherlint/tether/tracked"
)

// The test runs itself as the service.
func TestMain(m *testing.M) {
	if os.Getenv("SERVICE_TEST_MAIN") != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// service is a running one.
type service struct {
	t      *testing.T
	cmd    *exec.Cmd
	url    string
	stdout *bufio.Reader
	stderr bytes.Buffer
}

var listening = regexp.MustCompile(`msg=listening addr=(\S+)`)

func startService(t *testing.T, args ...string) *service {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &service{t: t, cmd: exec.Command(self, append([]string{"-addr", "localhost:0"}, args...)...)}
	s.cmd.Env = append(os.Environ(), "SERVICE_TEST_MAIN=1")
	s.cmd.Stderr = &s.stderr
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.stdout = bufio.NewReader(stdout)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	s.url = "http://" + s.line(listening)[1]
	return s
}

// line reads on to a line that matches.
func (s *service) line(re *regexp.Regexp) []string {
	s.t.Helper()
	for {
		line, err := s.stdout.ReadString('\n')
		if m := re.FindStringSubmatch(line); m != nil {
			return m
		}
		if err != nil {
			s.t.Fatalf("no line matches %s: %v\n%s", re, err, &s.stderr)
		}
	}
}

func (s *service) post(job string) {
	s.t.Helper()
	r, err := http.Post(s.url+"/jobs", "text/plain", strings.NewReader(job))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	if r.StatusCode != http.StatusAccepted {
		s.t.Fatalf("the job was answered with %s", r.Status)
	}
}

// tasks returns the live tasks by name.
func (s *service) tasks() map[string]tracked.Info {
	s.t.Helper()
	r, err := http.Get(s.url + "/debug/tasks?format=json")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	var page struct{ Tasks []tracked.Info }
	if err := json.NewDecoder(r.Body).Decode(&page); err != nil {
		s.t.Fatal(err)
	}
	tasks := map[string]tracked.Info{}
	for _, task := range page.Tasks {
		tasks[task.Name] = task
	}
	return tasks
}

func (s *service) terminate() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	s.line(regexp.MustCompile(`msg="shutting down" live=6`))
}

func TestStopsGracefully(t *testing.T) {
	journal := filepath.Join(t.TempDir(), "journal")
	s := startService(t, "-journal", journal)
	for _, name := range []string{"http", "heartbeat", "worker-0", "worker-3"} {
		task, ok := s.tasks()[name]
		if !ok || filepath.Base(task.File) != "main.go" || task.Func != "main.start" && !strings.HasSuffix(task.Func, "service.start") {
			t.Errorf("task %s is %+v", name, task)
		}
	}
	for range 50 {
		s.post("job")
	}
	s.terminate()
	s.line(regexp.MustCompile(`msg=stopped tasks=6`))
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the service ended with %v\n%s", err, &s.stderr)
	}
	done, err := os.ReadFile(journal)
	if n := strings.Count(string(done), "done: job\n"); err != nil || n != 50 {
		t.Errorf("%d of 50 jobs are in the journal, %v", n, err)
	}
}

func TestNamesWhoHangs(t *testing.T) {
	s := startService(t, "-grace", "50ms", "-workers", "4")
	hung := s.tasks()["worker-0"]
	for range 4 {
		s.post("hang")
	}
	s.terminate()
	s.line(regexp.MustCompile(`level=ERROR msg="task straggler" task=worker-\d`))
	err := s.cmd.Wait()
	if s.cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("the service ended with %v", err)
	}
	for _, want := range []string{"still running", "worker-", "main.go:", "deadline exceeded", "not closed: journal"} {
		if !strings.Contains(s.stderr.String(), want) {
			t.Errorf("%q is not in\n%s", want, &s.stderr)
		}
	}
	if hung.Line == 0 {
		t.Error("the worker was not listed while it ran")
	}
}
