package main

import (
	"context"
	"fmt"
)

func bottom() {
	ctx := context.Background()
	go say("has context already") // fix: yes
	fmt.Println(<-results, ctx.Err())
}
