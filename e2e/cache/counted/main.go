// Counted is tether as a vet tool that leaves a file behind for each package that
// it is called for, so that a test can tell what was answered from a cache.
package main

import (
	"log"
	"os"
	"strings"

	"github.com/tetherlint/tether/internal/vet"
)

func main() {
	if last := os.Args[len(os.Args)-1]; strings.HasSuffix(last, ".cfg") {
		cfg, err := os.ReadFile(last)
		if err != nil {
			log.Fatal(err)
		}
		f, err := os.CreateTemp(os.Getenv("COUNT_DIR"), "run-")
		if err != nil {
			log.Fatal(err)
		}
		if _, err := f.Write(cfg); err != nil {
			log.Fatal(err)
		}
		if err := f.Close(); err != nil {
			log.Fatal(err)
		}
	}
	vet.Main()
}
