package main

import (
	_ "context"
	"fmt"

	"example.com/fixruns/namesdot/util"
)

func blank() {
	go util.Say("blank import") // fix: yes
	fmt.Println(<-util.Results)
}
