package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain is the comparison itself where a test below asks for it: it starts a program
// that would run for an hour, and tells its number.
func TestMain(m *testing.M) {
	if os.Getenv("CANDOR_BENCH_CHILD") == "" {
		os.Exit(m.Run())
	}
	ours.heed()
	child := exec.Command("sleep", "3600")
	fatal(ours.start(child))
	fmt.Println(child.Process.Pid)
	if os.Getenv("CANDOR_BENCH_CHILD") == "fails" {
		fatal(errors.New("something is wrong"))
	}
	fatal(ours.wait(child))
}

// TestNoChildIsLeft ends the comparison in the middle: what it had started ends too.
func TestNoChildIsLeft(t *testing.T) {
	for how, end := range map[string]func(*os.Process) error{
		"interrupted": func(p *os.Process) error { return p.Signal(os.Interrupt) },
		"ended":       func(p *os.Process) error { return p.Signal(syscall.SIGTERM) },
		"fails":       func(*os.Process) error { return nil },
	} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "CANDOR_BENCH_CHILD="+how)
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		pid, bad := strconv.Atoi(strings.TrimSpace(line))
		if err != nil || bad != nil {
			t.Fatalf("%s: it told %q: %v", how, line, err)
		}
		if err := end(cmd.Process); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Errorf("%s: it ended well", how)
		}
		for tries := 0; syscall.Kill(pid, 0) == nil; tries++ {
			if time.Sleep(10 * time.Millisecond); tries == 200 {
				syscall.Kill(pid, syscall.SIGKILL)
				t.Fatalf("%s: what it started runs on", how)
			}
		}
	}
}
