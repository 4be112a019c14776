// Command operandsexported: an exported variable of an internal package that nobody sets stays
// where it is; one that any package sets does not.
package main

import (
	"fmt"

	"example.com/fixruns/operandsexported/internal/jobs"
)

// want: jobs.Kept.Add("main kept")
// want: swapped := jobs.Swapped

func main() {
	jobs.Wait.Add(6)
	jobs.Start()
	go jobs.Kept.Add("main kept")       // fix: yes
	go jobs.Swapped.Add("main swapped") // fix: yes
	jobs.Swapped = &jobs.Queue{Name: "wrong"}
	pointed := &jobs.Pointed
	*pointed = func(s string) { jobs.Show("wrong " + s) }
	jobs.Wait.Wait()
	for _, s := range []string{"kept: own kept", "swapped: own swapped", "plain", "pointed", "kept: main kept", "swapped: main swapped"} {
		fmt.Println(s, jobs.Shown(s))
	}
}
