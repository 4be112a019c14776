// Command ending ends by log.Fatal, which runs nothing that is deferred.
package main

import (
	"io"
	"log"
	"os"
)

func main() {
	f, err := os.Open("x")
	if err != nil {
		log.Fatal(err)
	}
	b, _ := io.ReadAll(f)
	f.Close()
	if len(b) == 0 {
		log.Fatal("empty")
	}
	os.Stdout.Write(b)
	work()
}

func work() {
	f, err := os.Open("y") // want `f opened by os.Open is closed, but not by defer`
	if err != nil {
		log.Fatal(err)
	}
	b := make([]byte, 10)
	f.Read(b)
	f.Close()
	os.Stdout.Write(b)
}
