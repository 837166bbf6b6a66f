package serve_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/candor-privacy/candor/policies/serve"
)

// certificate writes a certificate that signs itself, and its key.
func certificate(t *testing.T, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: pkcs8}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// TestListen combines addresses and ways to be let in: what is not safe is refused
// before anything listens.
func TestListen(t *testing.T) {
	cert, key := certificate(t, "server")
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	nothing, secret := serve.Access{}, serve.Access{Token: bearer}
	both := serve.Access{Cert: cert, Key: key, Token: bearer}
	clients := serve.Access{Cert: cert, Key: key, ClientCA: cert}
	for _, c := range []struct {
		name, address string
		access        serve.Access
		refused       string
	}{
		{"loopback", "127.0.0.1:0", nothing, ""},
		{"all of loopback", "127.1.2.3:0", nothing, ""},
		{"loopback in IPv6", "[::1]:0", nothing, ""},
		{"by name", "localhost:0", nothing, ""},
		{"loopback with a token", "127.0.0.1:0", secret, ""},
		{"loopback with TLS", "127.0.0.1:0", serve.Access{Cert: cert, Key: key}, ""},

		// That is enough; this machine only has not the address.
		{"another address with TLS and a token", "192.0.2.1:0", both, "assign requested address"},
		{"another address with TLS and certificates", "192.0.2.1:0", clients, "assign requested address"},

		{"everywhere", ":0", nothing, "needs TLS"},
		{"everywhere in IPv4", "0.0.0.0:0", nothing, "needs TLS"},
		{"everywhere in IPv6", "[::]:0", nothing, "needs TLS"},
		{"everywhere with a token only", "0.0.0.0:0", secret, "needs TLS"},
		{"everywhere with TLS only", "0.0.0.0:0", serve.Access{Cert: cert, Key: key}, "needs a token"},
		{"another address", "192.0.2.1:0", nothing, "needs TLS"},
		{"another name", "localhost.example.org:0", nothing, "needs TLS"},
		{"a name for loopback", "127.1:0", nothing, "needs TLS"},
		{"a short token", "127.0.0.1:0", serve.Access{Token: bearer[1:]}, "31 characters"},
		{"a certificate alone", "127.0.0.1:0", serve.Access{Cert: cert}, "go together"},
		{"a key alone", "127.0.0.1:0", serve.Access{Key: key}, "go together"},
		{"certificates of clients without TLS", "127.0.0.1:0", serve.Access{ClientCA: cert}, "need TLS"},
		{"certificates of nobody", "127.0.0.1:0", serve.Access{Cert: cert, Key: key, ClientCA: empty}, "holds no certificate"},
		{"no certificate", "127.0.0.1:0", serve.Access{Cert: empty, Key: key}, "read certificate"},
		{"no port", "127.0.0.1", nothing, "is no address"},
		{"nothing", "", nothing, "is no address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := serve.Listen(c.address, c.access)
			if l != nil {
				l.Close()
			}
			switch {
			case c.refused == "" && err != nil && strings.Contains(c.address, "::1"):
				t.Skip(err) // a machine without IPv6
			case c.refused == "" && err != nil:
				t.Error(err)
			case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)):
				t.Errorf("got %v, want %q", err, c.refused)
			}
		})
	}
}

func TestListenOnSocket(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s")
	l, err := serve.Listen("unix:"+path, serve.Access{})
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is %v, %v", info, err)
	}
	if l.Addr().String() != path {
		t.Errorf("its address is %s", l.Addr())
	}
	if _, err := serve.Listen("unix:"+path, serve.Access{}); err == nil || !strings.Contains(err.Error(), "another server") {
		t.Errorf("a second one: %v", err)
	}
	l.Close()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("closed, it leaves %v", left)
	}
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	stale.SetUnlinkOnClose(false)
	stale.Close()
	l, err = serve.Listen("unix:"+path, serve.Access{})
	if err != nil {
		t.Fatalf("where a server left its socket: %v", err)
	}
	l.Close()
	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := serve.Listen("unix:"+path, serve.Access{}); err == nil || !strings.Contains(err.Error(), "is no socket") {
		t.Errorf("where a file is: %v", err)
	}
	if _, err := serve.Listen("unix:"+filepath.Join(dir, "nowhere", "s"), serve.Access{}); err == nil {
		t.Error("a folder that is not there")
	}
}

// TestTLS asks with and without what lets one in.
func TestTLS(t *testing.T) {
	cert, key := certificate(t, "server")
	mine, myKey := certificate(t, "client")
	theirs, theirKey := certificate(t, "stranger")
	l, err := serve.Listen("127.0.0.1:0", serve.Access{Cert: cert, Key: key, ClientCA: mine, Token: bearer})
	if err != nil {
		t.Fatal(err)
	}
	server := serve.New(source(realPolicy(t)), serve.Options{Token: bearer}).Server()
	go server.Serve(l)
	defer server.Close()
	roots := x509.NewCertPool()
	text, err := os.ReadFile(cert)
	if err != nil || !roots.AppendCertsFromPEM(text) {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, cert, key string
		most            uint16
		token           string
		status          int // 0 for no response
	}{
		{"all", mine, myKey, tls.VersionTLS13, bearer, 200},
		{"TLS 1.2", mine, myKey, tls.VersionTLS12, bearer, 200},
		{"no token", mine, myKey, tls.VersionTLS13, "", 401},
		{"TLS 1.1", mine, myKey, tls.VersionTLS11, bearer, 0},
		{"a stranger", theirs, theirKey, tls.VersionTLS13, bearer, 0},
		{"nobody", "", "", tls.VersionTLS13, bearer, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := &tls.Config{RootCAs: roots, MaxVersion: c.most, MinVersion: tls.VersionTLS10}
			if c.cert != "" {
				pair, err := tls.LoadX509KeyPair(c.cert, c.key)
				if err != nil {
					t.Fatal(err)
				}
				config.Certificates = []tls.Certificate{pair}
			}
			client := &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
			defer client.CloseIdleConnections()
			q, err := http.NewRequest("POST", "https://"+l.Addr().String()+"/v1/decision", strings.NewReader(asked))
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set("Authorization", "Bearer "+c.token)
			res, err := client.Do(q)
			if err != nil {
				if c.status != 0 {
					t.Error(err)
				}
				return
			}
			res.Body.Close()
			if res.StatusCode != c.status {
				t.Errorf("status %d, want %d", res.StatusCode, c.status)
			}
		})
	}
}
