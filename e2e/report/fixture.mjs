// The modules that the pages are made of.
import { renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { git, module } from "./lib.mjs";

const server = (launches) => `package server

import (
	"net"
	"os"
)

type Server struct{ l net.Listener }

func (s *Server) Serve(handle func(net.Conn)) error {
	for {
		conn, err := s.l.Accept()
		if err != nil {
			return err
		}
		go handle(conn)
	}
}
${launches}
// Load leaks where the name is empty.
func Load(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	buf := make([]byte, 512)
	n, err := f.Read(buf)
	if err != nil {
		return nil, err
	}
	if name == "config" {
		return nil, os.ErrInvalid
	}
	f.Close()
	return buf[:n], nil
}
`;

const pool = `package pool

import "sync"

func Work(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Go(job)
	}
	wg.Wait()
}

func Wait(done chan struct{}) {
	go func() {
		close(done)
	}()
	<-done
}

func Forever() {
	//tether:allow raw-go lives as long as the process
	go func() {
		for {
		}
	}()
}
`;

const store = `package store

import "os"

func Read(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}

func Copy(from, to string) error {
	a, err := os.Open(from)
	if err != nil {
		return err
	}
	b, err := os.Create(to)
	if err != nil {
		return err
	}
	defer a.Close()
	return b.Close()
}
`;

// ordinary has findings of several rules and classes in several packages, and a
// history of four commits of which one does not build.
export function ordinary() {
  const dir = module("shop", { "server/server.go": server(""), "pool/pool.go": pool, "store/store.go": store, ".gitignore": "page.html\n" });
  git(dir, "init", "-q");
  const commit = (day, text) => {
    writeFileSync(path.join(dir, "server/server.go"), text);
    git(dir, "add", "-A");
    process.env.GIT_COMMITTER_DATE = `2026-03-0${day}T12:00:00Z`;
    git(dir, "commit", "-q", "-m", "day " + day);
  };
  const more = "\nfunc (s *Server) Start() {\n\tgo s.Serve(func(c net.Conn) { c.Close() })\n}\n";
  commit(1, server(more + more.replace("Start", "Restart")));
  commit(2, server(more));
  commit(3, server("var _ int = \"x\"\n"));
  commit(4, server(""));
  return dir;
}

// hostile has whatever could be taken for markup where people may write it.
export function hostile() {
  const bad = `</pre></style><script>window.pwned=1</script><img src=x onerror=alert(1)>&"'\u202e`;
  const dir = module("hostile", {
    "a.go": `package hostile

import "os"

// ${bad}
func F() {
	go F() // ${bad} javascript:alert(2)
	//tether:allow raw-go because of ${bad}
	go F()
}

func Ünï(name string) (string, error) {
	f, err := os.Open(name + \`${bad.replaceAll("`", "")}\`)
	if err != nil {
		return "", err
	}
	return f.Name(), nil // ${bad}
}
`,
    "b.go": "package hostile\n\nfunc G() {\n\tgo F()\n}\n",
  });
  renameSync(path.join(dir, "b.go"), path.join(dir, `b<img src=x onerror=alert(3)>&"'.go`));
  return dir;
}

// many has n findings, a third of them with a path.
export function many(n) {
  const files = {};
  for (let i = 0; i < n / 5; i++) {
    const pkg = `part${Math.floor(i / 20)}`;
    files[`internal/${pkg}/component${i}.go`] = `package ${pkg}

import (
	"fmt"
	"os"
)

type Component${i} struct {
	name string
	size int
}

// run does what the component is there for.
func (c *Component${i}) run(verbose bool) error {
	f, err := os.Open(c.name)
	if err != nil {
		return fmt.Errorf("component %s: %w", c.name, err)
	}
	if verbose {
		fmt.Printf("component %s opens a file of %d bytes\\n", c.name, c.size)
	}
	if c.size == 0 {
		return nil
	}
	return f.Close()
}

func (c *Component${i}) copy(to string) error {
	f, err := os.Create(to)
	if err != nil {
		return fmt.Errorf("component %s: %w", c.name, err)
	}
	if c.size < 0 {
		return os.ErrInvalid
	}
	return f.Close()
}

func (c *Component${i}) start(verbose bool) {
	go c.run(verbose)
	for range c.size {
		go func() {
			c.copy("elsewhere")
		}()
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.run(true)
	}()
	<-done
}
`;
  }
  return module("many" + n, files);
}

export function drop(dir) {
  rmSync(dir, { recursive: true, force: true });
}
