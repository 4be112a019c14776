package main

import (
	"fmt"

	stdctx "context"
	context "strings"

	tracked "example.com/fixruns/namesdot/util"
)

// want: func(stdctx.Context) error {
// want: (stdctx.Background(),

func aliased() {
	go tracked.Say(context.ToUpper("aliased")) // fix: yes
	fmt.Println(<-tracked.Results)
	_ = stdctx.TODO
}
