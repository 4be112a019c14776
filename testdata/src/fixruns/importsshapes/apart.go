package main

import (
	"context"
	"fmt"

	"github.com/tetherlint/tether/tracked"

	"example.com/fixruns/importsshapes/a"
)

// apart shows what the package does with its own module's imports.
func apart() {
	defer tracked.Start(context.Background(), "apart").Done()
	go say("apart " + a.Name) // fix: yes
	fmt.Println(<-results)
}
