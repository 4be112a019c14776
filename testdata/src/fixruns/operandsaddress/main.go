// Command operandsaddress: an exported variable of an internal package is set by who slices it,
// if it is an array, and by a method value.
package main

import (
	"fmt"

	"example.com/fixruns/operandsaddress/internal/jobs"
)

// want: list := jobs.List
// want: plain := jobs.Plain

func main() {
	all, inc := jobs.List[:], jobs.Plain.Inc
	jobs.Wait.Add(2)
	go jobs.Use(jobs.List)       // fix: yes
	go jobs.UsePlain(jobs.Plain) // fix: yes
	all[0] = 7
	inc()
	close(jobs.Gate)
	jobs.Wait.Wait()
	fmt.Println(jobs.Shown)
}
