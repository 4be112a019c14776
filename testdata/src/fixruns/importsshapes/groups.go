package main

// want: "fmt" "github.com/tetherlint/tether/tracked" "example.com/fixruns/importsshapes/a"

import (
	"errors"
	"fmt"

	"example.com/fixruns/importsshapes/a"
	"example.com/fixruns/importsshapes/z"
)

func groups() {
	go say(a.Name + z.Name + errors.New("e").Error()) // fix: yes
	fmt.Println(<-results)
}
