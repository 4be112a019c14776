// Command status ends with what its functions return.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	db, err := sql.Open("x", "y")
	if err != nil {
		log.Fatal(err)
	}
	if len(os.Args) > 1 {
		log.Fatal(check(db))
	}
	if ping(db) != nil || again(db) != nil {
		os.Exit(2)
	}
	defer func() { os.Exit(again(db).(status).code) }()
	if len(os.Args) > 2 {
		os.Exit(load(db))
	}
	os.Exit(run(db))
}

type status struct {
	error
	code int
}

// run is left for the process to end, by a panic as well.
func run(db *sql.DB) int {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	err := db.PingContext(ctx)
	cancel()
	if err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// Of a response, and in a literal, which something else may call, it is not said.
func load(db *sql.DB) int {
	resp, err := http.Get("http://x") // want `resp opened by http\.Get is closed, but not by defer.*\(unclosed/undeferred\)`
	if err != nil {
		return 1
	}
	fmt.Println(resp.Header.Write(os.Stdout))
	resp.Body.Close()
	func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `cancel from context\.WithTimeout is called, but not by defer.*\(unclosed/undeferred\)`
		err = db.PingContext(ctx)
		cancel()
	}()
	return 0
}

func check(db *sql.DB) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	err := db.PingContext(ctx)
	cancel()
	return err
}

// ping is called where the process goes on.
func ping(db *sql.DB) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `cancel from context\.WithTimeout is called, but not by defer.*\(unclosed/undeferred\)`
	err := db.PingContext(ctx)
	cancel()
	return err
}

func again(db *sql.DB) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want `cancel from context\.WithTimeout is called, but not by defer.*\(unclosed/undeferred\)`
	err := db.PingContext(ctx)
	cancel()
	return err
}
