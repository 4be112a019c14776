// Command exiting may end by log.Fatal behind what it opens, where a defer would not run: main
// closes where it returns.
package main

import (
	"fmt"
	"log"
	"os"
)

func main() {
	f, err := os.Create("x") // want `f opened by os\.Create is not closed when main returns at line [0-9]+; call f\.Close\(\) on that path \(unclosed/leak\)`
	if err != nil {
		log.Fatal(err)
	}
	if _, err := f.WriteString("x"); err != nil {
		log.Fatal(err)
	}
	fmt.Println("x")
}
