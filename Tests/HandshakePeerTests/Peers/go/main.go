// SPDX-License-Identifier: Apache-2.0

// A peer made of Go's crypto/tls. Its command line and what it prints are those of ../peer.py.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

var (
	certificate = flag.String("certificate", "", "")
	key         = flag.String("key", "", "")
	suite       = flag.String("suite", "", "")
	protocol    = flag.String("protocol", "", "")
	clientCA    = flag.String("client-ca", "", "")
	port        = flag.Int("port", 0, "")
	ca          = flag.String("ca", "", "")
	host        = flag.String("host", "", "")
	size        = flag.Int("size", 1, "")
	connections = flag.Int("connections", 1, "")
)

func main() {
	role := os.Args[1]
	flag.CommandLine.Parse(os.Args[2:])
	configuration, err := makeConfiguration()
	if err == nil && role == "server" {
		err = serve(configuration)
	} else if err == nil {
		err = connect(configuration)
	}
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}

func makeConfiguration() (*tls.Config, error) {
	configuration := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		MaxVersion:         tls.VersionTLS12,
		ServerName:         *host,
		ClientSessionCache: tls.NewLRUClientSessionCache(8),
	}
	for _, known := range tls.CipherSuites() {
		if known.Name == *suite {
			configuration.CipherSuites = []uint16{known.ID}
		}
	}
	if *suite == "" {
		configuration.CipherSuites = []uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
		}
	}
	if *protocol != "" {
		configuration.NextProtos = []string{*protocol}
	}
	if *certificate != "" {
		credential, err := tls.LoadX509KeyPair(*certificate, *key)
		if err != nil {
			return nil, err
		}
		configuration.Certificates = []tls.Certificate{credential}
	}
	var err error
	if *ca != "" {
		configuration.RootCAs, err = pool(*ca)
	}
	if *clientCA != "" {
		configuration.ClientAuth = tls.RequireAndVerifyClientCert
		configuration.ClientCAs, err = pool(*clientCA)
	}
	return configuration, err
}

func pool(name string) (*x509.CertPool, error) {
	text, err := os.ReadFile(name)
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(text)
	return authorities, err
}

func sayConnected(connection *tls.Conn) {
	state := connection.ConnectionState()
	protocol := state.NegotiatedProtocol
	if protocol == "" {
		protocol = "None"
	}
	resumed := "False"
	if state.DidResume {
		resumed = "True"
	}
	fmt.Printf("connected version=TLSv1.2 suite=%s resumed=%s protocol=%s\n",
		tls.CipherSuiteName(state.CipherSuite), resumed, protocol)
}

func serve(configuration *tls.Config) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("listening", listener.Addr().(*net.TCPAddr).Port)
	for {
		transport, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			if err := answer(tls.Server(transport, configuration)); err != nil {
				fmt.Println("failed", err)
			} else {
				fmt.Println("closed")
			}
		}()
	}
}

func answer(connection *tls.Conn) error {
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(200 * time.Second))
	if err := connection.Handshake(); err != nil {
		return err
	}
	sayConnected(connection)
	_, err := io.Copy(connection, connection)
	return err
}

func connect(configuration *tls.Config) error {
	pattern := make([]byte, *size)
	for index := range pattern {
		pattern[index] = byte(index % 251)
	}
	for count := 0; count < *connections; count++ {
		connection, err := tls.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", *port), configuration)
		if err != nil {
			return err
		}
		connection.SetDeadline(time.Now().Add(200 * time.Second))
		sayConnected(connection)
		go connection.Write(pattern)
		received := make([]byte, *size)
		if _, err := io.ReadFull(connection, received); err != nil {
			return err
		}
		if !bytes.Equal(received, pattern) {
			return fmt.Errorf("other bytes came back")
		}
		fmt.Println("echoed", *size)
		connection.Close()
	}
	return nil
}
