// Package style has releases that are not deferred, and resources that are dropped at once.
package style

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"runtime/trace"
	"time"
)

func Plain(path string) (int64, error) {
	f, err := os.Open(path) // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return 0, err
	}
	st, err := f.Stat()
	f.Close()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

func Body(u string) (int, error) {
	resp, err := http.Get(u) // want `resp opened by http\.Get is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return int(n), err
}

func Cancel(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want `cancel from context\.WithTimeout is called, but not by defer.*\(unclosed/undeferred\)`
	err := db.PingContext(ctx)
	cancel()
	return err
}

// InLit has the loop around the literal, which is a body of its own.
func InLit(paths []string) {
	for _, p := range paths {
		func() {
			f, err := os.Open(p) // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
			if err != nil {
				return
			}
			fmt.Println(f.Name())
			f.Close()
		}()
	}
}

func LoopAfter(path string) int {
	f, err := os.Open(path) // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return 0
	}
	n := 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		n++
	}
	f.Close()
	return n
}

func ErrUsed(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err := f.WriteString("x"); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func ErrLogged(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	fmt.Println(f.Name())
	if err := f.Close(); err != nil {
		log.Print(err)
	}
}

func InLoop(paths []string) {
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		fmt.Println(f.Name())
		f.Close()
	}
}

func closeIt(c io.Closer) { c.Close() }

func Callee(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	fmt.Println(f.Name())
	closeIt(f)
}

func NothingBetween(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	f.Close()
	return nil
}

// NothingBut has only builtins and conversions in between.
func NothingBut(path string, b []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	n := len(b) + int(int64(cap(b)))
	_ = n
	f.Close()
	return nil
}

func Deferred(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Println(f.Name())
	return nil
}

// DeferAndHand closes early, too.
func DeferAndHand(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Println(f.Name())
	f.Close()
	return nil
}

func HandThenReturnOther(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// RowsEnded closes rows that have ended.
func RowsEnded(db *sql.DB) (n int, err error) {
	rows, err := db.Query("x")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	rows.Close()
	return n, rows.Err()
}

func TxCommit(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("x"); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

func ClosureRelease(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	done := func() { f.Close() }
	fmt.Println(f.Name())
	done()
}

func Statement(path string) { os.Open(path) } // want `the result of os\.Open is discarded.*\(unclosed/discarded\)`
func Blank(path string) error {
	_, err := os.Create(path) // want `the result of os\.Create is discarded.*\(unclosed/discarded\)`
	return err
}
func BlankBoth(path string) {
	_, _ = os.Open(path) // want `the result of os\.Open is discarded.*\(unclosed/discarded\)`
}
func Go() {
	go os.Open("x") // want `the result of os\.Open is discarded.*\(unclosed/discarded\)`
}
func Defer() {
	defer os.Open("x") // want `the result of os\.Open is discarded.*\(unclosed/discarded\)`
}

var _, errGlobal = os.Open("x")

// OneBlank drops one end and forgets the other.
func OneBlank() {
	_, w, err := os.Pipe() // want `the first result of os\.Pipe, dropped as _, is not closed when OneBlank returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return
	}
	fmt.Fprintln(w)
}

func AllBlank() error {
	_, _, err := os.Pipe() // want `the result of os\.Pipe is discarded.*\(unclosed/discarded\)`
	return err
}

// RowIsNotOwed drops a row, which ends by itself.
func RowIsNotOwed(db *sql.DB) {
	db.QueryRow("x")
}

func BlankCancel(ctx context.Context) context.Context {
	c, _ := context.WithCancel(ctx) // want `the result of context\.WithCancel is discarded.*\(unclosed/discarded\)`
	return c
}

func mustOpen(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	return f
}

func Chained(path string) string {
	return mustOpen(path).Name() // want `the result of style\.mustOpen is not closed when Chained returns at line [0-9]+.*\(unclosed/leak\)`
}

// EndOfInput closes the writing end where the reader is to see the end.
func EndOfInput(cmd *exec.Cmd) ([]byte, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	cmd.Stdout = w
	err = cmd.Start()
	w.Close()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// WritesPipe keeps the writing end to itself.
func WritesPipe() ([]byte, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	fmt.Fprintln(w, "hello")
	w.Close()
	return io.ReadAll(r)
}

// Exits has no return after the release.
func Exits(path string) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Name())
	f.Close()
	os.Exit(0)
}

// A loop made with goto is a loop.
func repeated(c *http.Client, url string) {
again:
	resp, err := c.Get(url)
	if err != nil {
		return
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		goto again
	}
	println(len(b))
}

// retried jumps back from a select.
func retried(c *http.Client, url string, stop chan struct{}) {
	n := 0
start:
	n++
	resp, err := c.Get(url)
	if err != nil {
		return
	}
	println(resp.StatusCode)
	resp.Body.Close()
	select {
	case <-stop:
	default:
		goto start
	}
}

// A goto that leads on makes no loop.
func skipped(c *http.Client, url string) {
	resp, err := c.Get(url) // want `resp opened by .* is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		goto out
	}
	println(len(b))
out:
	println("done")
}

// Its close error is used, if only behind the loop that reads the rows to their end.
func lastUsed(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			rows.Close()
			return 0, err
		}
	}
	if cerr := rows.Close(); cerr != nil {
		err = cerr
	}
	return n, err
}

// The error of rows is no error of a release.
func lastUnused(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1") // want `rows opened by .* is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			_ = rows.Close()
			return 0, err
		}
	}
	return n, rows.Err()
}

// The error that is used is that of another file in the same variable.
func otherUsed(p string) error {
	f, err := os.Open(p) // want `f opened by os\.Open is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return err
	}
	st, err := f.Stat()
	f.Close()
	if err != nil {
		return err
	}
	println(st.Name())
	f, err = os.Create(p)
	if err != nil {
		return err
	}
	return f.Close()
}

// A region ends where what it measures does.
func region(ctx context.Context, work func()) {
	r := trace.StartRegion(ctx, "work")
	work()
	r.End()
	work()
}

// What is dropped on the way to the end of the process is no loss.
func droppedAtEnd(p string) {
	if p == "" {
		os.Create("failed")
		os.Exit(1)
	}
	os.Create(p) // want `the result of os\.Create is discarded`
}

// What is dropped in a loop cannot wait for the end of the function.
func droppedInLoop(paths []string) {
	for _, p := range paths {
		os.Open(p) // want `the result of os\.Open is discarded and can never be closed: bind it to a variable and release it before the iteration ends; no safe fix: .*\(unclosed/discarded\)`
	}
}
